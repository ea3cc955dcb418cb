// Finds a Chromium or Chrome for the browser tests and the screenshots, and installs one where there is none.
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { programOf, runOpenly } from './run-command.ts';

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chromium.exe',
  'chrome.exe',
];

const whatToDo =
  'Install Chromium or Chrome (on Debian and Ubuntu "apt-get install chromium"), or set CHROME_PATH to the program.';

/**
 * The path of a Chromium or Chrome that starts, installed first where there is none; `say` hears what is being done.
 * Throws with a sentence that names what to do.
 */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const given = process.env.CHROME_PATH?.trim();
  if (given) {
    if (await starts(given)) return given;
    throw new Error(`CHROME_PATH is "${given}", which is no browser that starts here. Correct it or leave it out.`);
  }
  return (await firstThatStarts()) ?? (await install(say));
}

async function firstThatStarts(): Promise<string | null> {
  for (const path of [...onPath(), ...usualPlaces(), ...fromPlaywright()]) if (await starts(path)) return path;
  return null;
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
        ['/', homedir()].map((above) => join(above, 'Applications', `${name}.app`, 'Contents', 'MacOS', name)),
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
        const above = process.env[name];
        if (!above) return [];
        return [
          join(above, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(above, 'Chromium', 'Application', 'chrome.exe'),
          join(above, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ];
      });
    default:
      return [
        '/opt/google/chrome/chrome',
        '/usr/lib/chromium/chromium',
        '/usr/lib64/chromium-browser/chromium-browser',
      ];
  }
}

/** What Playwright installed: the version that ours asks for, then any other. */
function fromPlaywright(): string[] {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), 'Library', 'Caches', 'ms-playwright'),
      win32: join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
    }[process.platform as string] ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
  const places = ['chrome-linux*/chrome', 'chrome-mac*/*.app/Contents/MacOS/*', 'chrome-win*/chrome.exe'];
  const others = places.flatMap((place) => globSync(`chromium-*/${place}`, { cwd: cache }).sort().reverse());
  return [chromium.executablePath(), ...others.map((path) => join(cache, path))];
}

/** Ubuntu's `chromium-browser` may be a script that only says where to get the browser: so it is asked its version. */
async function starts(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  // On Windows the question would open a window.
  if (process.platform === 'win32') return true;
  const version = await promisify(execFile)(path, ['--version'], { timeout: 30_000 }).catch(() => null);
  return version !== null && /(chrom|edge)\D*\d+\.\d+/i.test(version.stdout);
}

async function install(say: (line: string) => void): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isDebianLike()) {
    say('No Chromium found: installing it with apt-get (about 100 MB, once) …');
    const installed =
      (await runOpenly(['apt-get', 'update', '-qq'])) === 0 &&
      (await runOpenly(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'])) === 0;
    const found = installed ? await firstThatStarts() : null;
    if (found) return found;
    say('That brought no Chromium that starts.');
  }
  say('Installing Chromium with Playwright (about 150 MB, once) …');
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  const code = await runOpenly(
    programOf('playwright-core', 'playwright-core', 'install', '--no-shell', ...withLibraries, 'chromium'),
  ).catch(() => 1);
  const found = code === 0 ? await firstThatStarts() : null;
  if (found) return found;
  throw new Error(`The browser tests need a Chromium, and none could be found or installed. ${whatToDo}`);
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
