import { settings } from './config.ts';

/** `docs/settings.md`, generated; the check fails when the file is older than the declarations. */
export function settingsDocument(): string {
  const rows = Object.entries(settings).map(
    ([name, { unit, standard, why }]) => `| \`${name}\` | ${unit} | ${standard} | ${why} |`,
  );
  return [
    '# Settings',
    '',
    'All settings are environment variables. This page is generated from `packages/server/config.ts`.',
    '',
    '| name | unit | default | what for |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
