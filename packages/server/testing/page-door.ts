import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageServices } from '@doorstep/contract';

/**
 * Stands where the built pages stand, so that tests need no build: `POST /switch/on` and `/switch/off` do what the
 * settings page does with the map's switch, through the same services.
 */
export async function handler(
  request: IncomingMessage & { doorstep: PageServices },
  response: ServerResponse,
): Promise<void> {
  const session = await request.doorstep.session(new Headers({ cookie: request.headers.cookie ?? '' }));
  if (session) await request.doorstep.setMapSwitch(session, request.url === '/switch/on');
  response.writeHead(session ? 204 : 401).end();
}
