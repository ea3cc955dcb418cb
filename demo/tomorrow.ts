import type { ImportRoute } from '../packages/contract/index.ts';
import { toRfc3339 } from '../packages/domain/index.ts';
import { instantOn } from './local-time.ts';
import type { DemoPlan } from './plan-of-day.ts';

/**
 * The same tours on another day: to draw them anew takes a second or two, in which a server answers nobody. Times keep
 * their wall-clock hour; numbers that carry the day carry the other one.
 */
export function planMovedTo(plan: DemoPlan, day: string): DemoPlan {
  const before = plan.document.routes[0]?.serviceDate ?? day;
  const later = instantOn(day, '12:00') - instantOn(before, '12:00');
  const moved = (at: string) => toRfc3339(Date.parse(at) + later);
  const numbered = (text: string) =>
    text.replace(digits(before), digits(day)).replace(digits(before).slice(2), digits(day).slice(2));

  const routeOn = (route: ImportRoute): ImportRoute => ({
    ...route,
    serviceDate: day,
    plannedStartAt: moved(route.plannedStartAt),
    stops: route.stops.map((stop) => ({
      ...stop,
      ...(stop.plannedArrivalAt === undefined ? {} : { plannedArrivalAt: moved(stop.plannedArrivalAt) }),
      parcels: stop.parcels.map((parcel) => ({
        ...parcel,
        parcelNumber: numbered(parcel.parcelNumber),
        orderNumber: numbered(parcel.orderNumber),
      })),
    })),
  });
  return {
    ...plan,
    document: { ...plan.document, routes: plan.document.routes.map(routeOn) },
    guests: plan.guests.map((guest) => ({
      ...guest,
      parcelNumber: numbered(guest.parcelNumber),
      plannedArrivalAt: guest.plannedArrivalAt + later,
    })),
    curtainAt: plan.curtainAt + later,
  };
}

const digits = (day: string) => day.replaceAll('-', '');
