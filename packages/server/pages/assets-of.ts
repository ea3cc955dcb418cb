import { dirname, join } from 'node:path';

/** Where the build of this handler lays scripts and styles; what lies there is served at `/_app/`. */
export const assetsOf = (webHandler: string) => join(dirname(webHandler), 'client', '_app');
