import type { RequestHandler } from './$types';

/** For who puts the pages on the home screen: opens the own orders, under the operator's name. */
export const GET: RequestHandler = ({ locals }) => {
  const { services, language } = locals;
  const icon = (size: number, purpose: string) => ({
    src: `/icon-${purpose === 'maskable' ? 'maskable-' : ''}${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  const manifest = {
    id: '/orders',
    start_url: '/orders',
    scope: '/',
    name: services.instanceName,
    short_name: services.instanceName.slice(0, 12).trim(),
    lang: language,
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [icon(192, 'any'), icon(512, 'any'), icon(512, 'maskable')],
  };
  return new Response(JSON.stringify(manifest), { headers: { 'content-type': 'application/manifest+json' } });
};
