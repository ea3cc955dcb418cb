import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { goodRow, secondRow } from './example-files.ts';
import {
  counts,
  database,
  everything,
  germanOf,
  importCsv,
  now,
  parcels,
  useTestDatabase,
} from './stored-import.testdata.ts';

useTestDatabase();

describe('the same file again', () => {
  it('is there once', async () => {
    await importCsv([goodRow, secondRow]);
    const [before, ids] = [await counts(), (await parcels()).map(({ id, consignment }) => [id, consignment])];
    const again = await importCsv([goodRow, secondRow]);
    expect(again.routes).toEqual({ new: 0, updated: 1, skipped: 0 });
    expect(again.problems).toEqual([]);
    expect(await counts()).toEqual(before);
    expect((await parcels()).map(({ id, consignment }) => [id, consignment])).toEqual(ids);
  });

  it('with another plan replaces the plan of a route that has not started', async () => {
    await importCsv([goodRow, secondRow]);
    const third = { ...secondRow, parcel: 'P-3', order: 'O-3', stop: '1', lat: '52.6' };
    await importCsv([{ ...goodRow, stop: '2' }, third]);
    expect(await parcels()).toMatchObject([
      { number: 'P-1', sequence: 2 },
      { number: 'P-2', sequence: null, day: null, state: 'at_depot' },
      { number: 'P-3', sequence: 1 },
    ]);
  });

  it('changes nothing of a route that has started, and says so', async () => {
    await importCsv([goodRow, secondRow]);
    await database.db
      .updateTable('routes')
      .set({ phase: 'started', started_at: new Date(now) })
      .execute();
    const before = await everything();
    const report = await importCsv([{ ...goodRow, street: 'Anders' }]);
    expect(report.routes).toEqual({ new: 0, updated: 0, skipped: 1 });
    expect(germanOf(report)).toEqual([
      [2, 'route', 'Tour B-07 am 2026-06-09 ist schon gestartet; daran wurde nichts geändert.'],
    ]);
    expect(await everything()).toEqual(before);
  });

  it('with a parcel under another order leaves that parcel where it belongs', async () => {
    await importCsv([goodRow]);
    const report = await importCsv([{ ...goodRow, order: 'O-9' }, secondRow]);
    expect(germanOf(report)).toEqual([
      [
        2,
        'parcel',
        'Dieses Paket gehört zur Bestellung O-1 (Buchladen Morgen); richtig wäre diese oder eine neue Paketnummer.',
      ],
    ]);
    expect((await parcels()).map(({ number }) => number)).toEqual(['P-1', 'P-2']);
  });

  it('with another e-mail address hands the parcel to nobody else', async () => {
    await importCsv([goodRow]);
    const report = await importCsv([{ ...goodRow, recipient_email: 'eve@example.org' }]);
    expect(germanOf(report)).toEqual([
      [2, 'recipient_email', 'Zu diesem Paket ist eine andere E-Mail-Adresse gespeichert; richtig wäre dieselbe.'],
    ]);
  });

  it('with a corrected address corrects it', async () => {
    await importCsv([goodRow]);
    await importCsv([{ ...goodRow, house_number: '4b' }]);
    const address = await database.db
      .selectFrom('consignments')
      .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
      .select('addresses.house_number')
      .executeTakeFirstOrThrow();
    expect(address.house_number).toBe('4b');
  });

  it('on another route moves the parcel there, and its empty stop goes', async () => {
    await importCsv([goodRow, secondRow]);
    await importCsv([{ ...secondRow, route: 'B-08', stop: '1', van: 'B-DS 108', driver: 'Kim Roth' }]);
    expect(await parcels()).toMatchObject([
      { number: 'P-1', route: 'B-07', sequence: 1 },
      { number: 'P-2', route: 'B-08', sequence: 1 },
    ]);
    expect((await counts()).stops).toBe(2);
  });
});

describe('a parcel that was on a route before', () => {
  const tomorrow = {
    ...goodRow,
    route: 'B-08',
    service_date: '2026-06-10',
    planned_start: '2026-06-10T08:00:00+02:00',
  };
  async function afterTheRoute(state: 'attempted' | 'delivered' | 'on_its_way', phase: 'started' | 'finished') {
    await importCsv([goodRow]);
    await database.db.updateTable('routes').set({ phase }).execute();
    await database.db.updateTable('parcels').set({ state, attempt: 2 }).execute();
    await sql`insert into stop_parcels (parcel_id, attempt, stop_id) select parcel_id, 2, stop_id from stop_parcels`.execute(
      database.db,
    );
  }

  it('and was attempted comes back to the depot for a new attempt', async () => {
    await afterTheRoute('attempted', 'finished');
    expect((await importCsv([tomorrow])).problems).toEqual([]);
    expect(await parcels()).toMatchObject([{ state: 'at_depot', attempt: 3, day: '2026-06-10', route: 'B-08' }]);
    const events = await database.db.selectFrom('parcel_events').select('type').orderBy('id').execute();
    expect(events.at(-1)?.type).toBe('back_at_depot');
  });

  it('and was delivered is not delivered again', async () => {
    await afterTheRoute('delivered', 'finished');
    expect(germanOf(await importCsv([tomorrow]))).toEqual([
      [2, 'parcel', 'Dieses Paket ist nicht mehr zuzustellen (zugestellt); richtig wäre eine Tour ohne es.'],
    ]);
  });

  it('and is under way stays on that route', async () => {
    await afterTheRoute('on_its_way', 'started');
    expect(germanOf(await importCsv([tomorrow]))).toEqual([
      [2, 'parcel', 'Dieses Paket ist auf der laufenden Tour B-07; richtig wäre, sie erst zu beenden.'],
    ]);
  });
});
