import type { Chance } from '../../chance.ts';
import { onWall, type Point3, polygon, project, scaleAt, wallAway } from './camera.ts';
import { between, darker, lighter, pick, varied } from './colours.ts';

export interface Door {
  readonly svg: string;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  /** How far the step comes out from the wall; 0: there is none. */
  readonly stepMetres: number;
}

const paints = [
  '#2f5d4c',
  '#24405f',
  '#7a2b2b',
  '#3a3f44',
  '#b08a57',
  '#8a5b35',
  '#5b7a8c',
  '#e9e6de',
  '#44583a',
  '#6d3b52',
  '#c2683f',
  '#1f4b52',
];
const frames = ['#f3f0e8', '#e6e0d2', '#55585a', '#d9cfbd'];
const width = 0.98;
const height = 2.06;

/** A front door in its frame, on a step or level with the ground. `middle` in metres right of the picture's middle. */
export function drawDoor(middle: number, chance: Chance): Door {
  const stepMetres = chance.next() < 0.7 ? between(chance, 0.28, 0.4) : 0;
  const bottom = stepMetres > 0 ? between(chance, 0.1, 0.17) : 0.02;
  const left = middle - width / 2;
  const paint = varied(pick(paints, chance), chance, 0.08);
  const frame = pick(frames, chance);
  const light = chance.next() < 0.5 ? 'left' : 'right';
  const face = { left, bottom, width, height };
  const svg = `
    ${stepMetres > 0 ? drawStep(middle, bottom, stepMetres, chance) : ''}
    ${onWall({ left: left - 0.11, bottom, width: width + 0.22, height: height + 0.2 }, `fill="${frame}"`)}
    ${onWall({ left: left - 0.11, bottom, width: 0.02, height: height + 0.2 }, 'fill="#000" opacity=".16"')}
    ${onWall({ left: left + width + 0.09, bottom, width: 0.02, height: height + 0.2 }, 'fill="#000" opacity=".22"')}
    ${onWall({ left: left - 0.025, bottom, width: width + 0.05, height: height + 0.03 }, 'fill="#17140f" opacity=".8"')}
    ${onWall(face, `fill="${paint}"`)}
    ${onWall(face, 'fill="url(#doorLight)"')}
    ${chance.next() < 0.4 ? onWall(face, 'fill="url(#grainUp)" opacity=".42"') : ''}
    ${leaf({ left, bottom, paint, chance })}
    ${onWall({ left, bottom, width, height: 0.1 }, `fill="${pick(['#9a9d9f', '#b59a5c', darker(paint, 0.3)], chance)}" opacity=".9"`)}
    ${onWall({ left, bottom: bottom + 2.0, width, height: 0.06 }, 'fill="#000" opacity=".3" filter="url(#soft)"')}
    ${drawHandle(light === 'left' ? left + 0.09 : left + width - 0.09, bottom, light, chance)}`;
  return { svg, left: left - 0.11, right: left + width + 0.11, bottom, stepMetres };
}

function leaf(input: { left: number; bottom: number; paint: string; chance: Chance }): string {
  const { left, bottom, paint, chance } = input;
  const style = pick(['panels', 'half_glass', 'strip', 'planks', 'porthole', 'blinds'] as const, chance);
  const sunk = (at: { left: number; bottom: number; width: number; height: number }) => `
    ${onWall(at, `fill="${darker(paint, 0.2)}"`)}
    ${onWall({ ...at, left: at.left + 0.014, bottom: at.bottom + 0.014, width: at.width - 0.028, height: at.height - 0.028 }, `fill="${lighter(paint, 0.05)}" stroke="${lighter(paint, 0.22)}" stroke-width="2"`)}`;
  const glass = (at: { left: number; bottom: number; width: number; height: number }) => `
    ${onWall({ left: at.left - 0.02, bottom: at.bottom - 0.02, width: at.width + 0.04, height: at.height + 0.04 }, `fill="${darker(paint, 0.25)}"`)}
    ${onWall(at, 'fill="url(#glass)"')}`;
  const inner = { left: left + 0.14, width: width - 0.28 };
  switch (style) {
    case 'panels':
      return [0.18, 0.86, 1.5]
        .map((up, index) => {
          const size = index === 2 ? 0.4 : 0.55;
          const halves = [0, 1].map((half) => ({
            left: inner.left + half * 0.37,
            bottom: bottom + up,
            width: 0.33,
            height: size,
          }));
          return halves.map((half) => (index === 2 ? glass(half) : sunk(half))).join('');
        })
        .join('');
    case 'half_glass': {
      const pane = { left: inner.left, bottom: bottom + 1.02, width: inner.width, height: 0.86 };
      const bars = [1, 2].map((bar) =>
        onWall(
          { left: pane.left, bottom: pane.bottom + (bar * pane.height) / 3 - 0.012, width: pane.width, height: 0.024 },
          `fill="${paint}"`,
        ),
      );
      return `${sunk({ left: inner.left, bottom: bottom + 0.2, width: inner.width, height: 0.66 })}${glass(pane)}${bars.join('')}
        ${onWall({ left: pane.left + pane.width / 2 - 0.012, bottom: pane.bottom, width: 0.024, height: pane.height }, `fill="${paint}"`)}`;
    }
    case 'strip':
      return glass({ left: left + 0.62, bottom: bottom + 0.25, width: 0.16, height: 1.6 });
    case 'blinds':
      return [0, 1, 2, 3]
        .map((index) => glass({ left: left + 0.2, bottom: bottom + 0.35 + index * 0.42, width: 0.58, height: 0.14 }))
        .join('');
    case 'porthole': {
      const [x, y] = project([left + width / 2, bottom + 1.55, wallAway]);
      const radius = 0.17 * scaleAt(wallAway);
      return `${sunk({ left: inner.left, bottom: bottom + 0.2, width: inner.width, height: 0.9 })}
        <circle cx="${x}" cy="${y}" r="${radius + 9}" fill="${darker(paint, 0.3)}"/><circle cx="${x}" cy="${y}" r="${radius}" fill="url(#glass)"/>`;
    }
    case 'planks':
      return Array.from({ length: 6 }, (_, index) =>
        onWall(
          { left: left + (index + 1) * (width / 7) - 0.005, bottom, width: 0.01, height },
          'fill="#000" opacity=".34"',
        ),
      ).join('');
  }
}

function drawStep(middle: number, up: number, out: number, chance: Chance): string {
  const stone = varied(pick(['#b4aea3', '#9c9892', '#c6bba8', '#8c8a88'], chance), chance, 0.05);
  const half = between(chance, 0.72, 0.95);
  const near = wallAway - out;
  const top: Point3[] = [
    [middle - half, up, wallAway],
    [middle + half, up, wallAway],
    [middle + half, up, near],
    [middle - half, up, near],
  ];
  const front: Point3[] = [
    [middle - half, up, near],
    [middle + half, up, near],
    [middle + half, 0, near],
    [middle - half, 0, near],
  ];
  const cast: Point3[] = [
    [middle - half - 0.05, 0, near],
    [middle + half + 0.05, 0, near],
    [middle + half + 0.02, 0, near - 0.12],
    [middle - half - 0.02, 0, near - 0.12],
  ];
  return `${polygon(cast, 'fill="#000" opacity=".42" filter="url(#soft)"')}
    ${polygon(front, `fill="${darker(stone, 0.24)}"`)}${polygon(top, `fill="${lighter(stone, 0.14)}"`)}
    ${polygon(top, 'fill="url(#plaster)" opacity=".3"')}`;
}

function drawHandle(right: number, bottom: number, side: 'left' | 'right', chance: Chance): string {
  const metal = pick(['#c9ccce', '#b8954e', '#3a3a3a', '#dcd7cb'], chance);
  const [x, y] = project([right, bottom + 1.03, wallAway]);
  const towards = side === 'left' ? 1 : -1;
  if (chance.next() < 0.25) {
    return `<g><rect x="${x - 7}" y="${y - 190}" width="14" height="380" rx="7" fill="#000" opacity=".3" transform="translate(7 9)" filter="url(#soft)"/>
      <rect x="${x - 7}" y="${y - 190}" width="14" height="380" rx="7" fill="${metal}"/><rect x="${x - 5}" y="${y - 190}" width="4" height="380" rx="2" fill="#fff" opacity=".5"/></g>`;
  }
  return `<g><path d="M${x} ${y}h${towards * 52}" stroke="#000" opacity=".35" stroke-width="12" stroke-linecap="round" transform="translate(5 9)" filter="url(#soft)"/>
    <rect x="${x - 11}" y="${y - 34}" width="22" height="92" rx="10" fill="${darker(metal, 0.12)}"/>
    <path d="M${x} ${y}h${towards * 52}" stroke="${metal}" stroke-width="13" stroke-linecap="round"/>
    <path d="M${x} ${y - 3}h${towards * 50}" stroke="#fff" opacity=".55" stroke-width="3" stroke-linecap="round"/>
    <circle cx="${x}" cy="${y + 38}" r="5" fill="#1c1a17"/></g>`;
}

/** Mat before the door, on the step or on the ground. */
export function drawMat(door: Door, chance: Chance): string {
  const up = door.stepMetres > 0.33 ? door.bottom + 0.012 : 0.012;
  const far = door.stepMetres > 0.33 ? wallAway - 0.05 : wallAway - door.stepMetres - 0.06;
  const depth = door.stepMetres > 0.33 ? door.stepMetres - 0.08 : 0.42;
  const middle = (door.left + door.right) / 2;
  const colour = pick(['#7d5f3d', '#4b4a48', '#6b4e3a', '#59604f', '#8a3f35', '#3e5263'], chance);
  const mat = (inset: number): Point3[] => [
    [middle - 0.38 + inset, up, far - inset * 0.7],
    [middle + 0.38 - inset, up, far - inset * 0.7],
    [middle + 0.38 - inset, up, far - depth + inset * 0.7],
    [middle - 0.38 + inset, up, far - depth + inset * 0.7],
  ];
  const stripes = chance.next() < 0.5;
  const bars = Array.from({ length: 7 }, (_, index) => {
    const at = middle - 0.3 + index * 0.1;
    return polygon(
      [
        [at - 0.016, up, far - 0.04],
        [at + 0.016, up, far - 0.04],
        [at + 0.016, up, far - depth + 0.04],
        [at - 0.016, up, far - depth + 0.04],
      ],
      `fill="${lighter(colour, 0.25)}" opacity=".6"`,
    );
  });
  return `${polygon(mat(-0.015), 'fill="#000" opacity=".4" filter="url(#soft)"')}${polygon(mat(0), `fill="${darker(colour, 0.2)}"`)}
    ${polygon(mat(0.035), `fill="${colour}"`)}${stripes ? bars.join('') : ''}${polygon(mat(0), 'fill="url(#bristle)" opacity=".6"')}`;
}
