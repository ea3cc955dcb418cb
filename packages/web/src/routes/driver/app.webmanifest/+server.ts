import { json } from '@sveltejs/kit';
import { driverWordsOf } from '#lib/words/driver.ts';
import type { RequestHandler } from './$types';

/** What makes the driver's page an app on the phone's home screen (W3C Web Application Manifest). */
export const GET: RequestHandler = ({ locals }) => {
  const { instanceName } = locals.services;
  const manifest = {
    id: '/driver',
    name: `${driverWordsOf(locals.language).title} · ${instanceName}`,
    short_name: instanceName,
    lang: locals.language,
    start_url: '/driver',
    scope: '/driver',
    display: 'standalone',
    orientation: 'portrait',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [
      { src: '/driver-icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/driver-icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/driver-icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
  return json(manifest, { headers: { 'content-type': 'application/manifest+json' } });
};
