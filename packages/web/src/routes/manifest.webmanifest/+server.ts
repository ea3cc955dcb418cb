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
    short_name: shortName(services.instanceName),
    lang: language,
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [icon(192, 'any'), icon(512, 'any'), icon(512, 'maskable')],
  };
  return new Response(JSON.stringify(manifest), { headers: { 'content-type': 'application/manifest+json' } });
};

/** What fits below an icon: whole words of the name, or the beginning of its first. */
function shortName(name: string): string {
  const [first = name, ...rest] = name.split(/\s+/);
  const whole = rest.reduce((taken, word) => (taken.length + word.length < 12 ? `${taken} ${word}` : taken), first);
  return whole.slice(0, 12);
}
