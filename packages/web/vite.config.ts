import adapterNode from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { browsers, driverAppFiles } from './build-driver-app.ts';

export default defineConfig({
  logLevel: 'warn',
  // Another package brings an older kit along; the adapter's sources must resolve to this package's own.
  resolve: { dedupe: ['@sveltejs/kit'] },
  build: { sourcemap: false, cssTarget: browsers },
  ssr: { noExternal: [/^@doorstep\//] },
  plugins: [
    driverAppFiles(process.env),
    sveltekit({
      // Under `vite dev` no platform stands behind the pages; the hook then says what to run instead.
      // Its files are compressed afterwards (packages/server/pages/compress-built.ts): pages work before that.
      adapter: adapterNode({ precompress: false }),
      // The whole style sheet is smaller than one more round trip before the first view.
      inlineStyleThreshold: 32_768,
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'worker-src': ['self', 'blob:'],
          'img-src': ['self', 'data:', 'blob:'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          'form-action': ['self'],
        },
      },
      // The "not found" page is the same to the byte wherever it is met.
      paths: { relative: false },
      version: { name: 'doorstep' },
      // Whoever needs a worker registers it: the driver's page for its own paths, the offer of pushes, the home screen.
      serviceWorker: { register: false },
    }),
  ],
});
