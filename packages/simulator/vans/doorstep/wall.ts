import type { Chance } from '../../chance.ts';
import { nearestAway, onWall, type Point3, pointsOf, polygon, project, scaleAt, wallAway } from './camera.ts';
import { between, darker, lighter, mix, pick, varied } from './colours.ts';

export interface Wall {
  readonly svg: string;
  readonly isDark: boolean;
  readonly colour: string;
}

const halfWidth = 2.25;
const plasters = [
  '#f1e7d3',
  '#eadfc4',
  '#e8d9c9',
  '#dfe3d8',
  '#f3efe6',
  '#e9d3b0',
  '#d9dfe2',
  '#f0d9c0',
  '#d8d2c4',
  '#e3c9b4',
];
const bricks = ['#a4553d', '#8f4a38', '#b5694a', '#7c4236', '#9a6650'];
const timbers = ['#6d7f77', '#8a5a3a', '#3f4a4c', '#b9b3a4', '#4e5f73'];

/** A wall up to the picture's upper edge, with its plinth. */
export function drawWall(chance: Chance): Wall {
  const kind = chance.next();
  if (kind < 0.62) return plastered(chance);
  return kind < 0.86 ? bricked(chance) : boarded(chance);
}

function plastered(chance: Chance): Wall {
  const colour = varied(pick(plasters, chance), chance, 0.06);
  const height = between(chance, 0.22, 0.42);
  const plinth = pick([darker(colour, 0.28), '#8d8a83', '#6f6d68', mix(colour, '#7d766b', 0.6)], chance);
  const svg = `
    ${onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 3 }, `fill="${colour}"`)}
    ${onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 3 }, 'fill="url(#plaster)" opacity=".3"')}
    ${onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height }, `fill="${plinth}"`)}
    ${onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height }, 'fill="url(#plaster)" opacity=".5"')}
    ${onWall({ left: -halfWidth, bottom: height - 0.012, width: halfWidth * 2, height: 0.022 }, `fill="${lighter(plinth, 0.25)}"`)}
    ${onWall({ left: -halfWidth, bottom: height - 0.03, width: halfWidth * 2, height: 0.018 }, 'fill="#000" opacity=".18"')}`;
  return { svg, isDark: false, colour };
}

function bricked(chance: Chance): Wall {
  const colour = pick(bricks, chance);
  const mortar = pick(['#cfc4b4', '#b3a99b', '#8b8278'], chance);
  const [length, course] = [0.25, 0.075];
  let svg = onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 3 }, `fill="${mortar}"`);
  for (let row = 0; row * course < 2.35; row += 1) {
    const shift = row % 2 === 0 ? 0 : length / 2;
    for (let left = -halfWidth - shift; left < halfWidth; left += length) {
      const brick = { left: left + 0.006, bottom: row * course + 0.006, width: length - 0.012, height: course - 0.012 };
      svg += onWall(brick, `fill="${varied(colour, chance, 0.16)}" rx="2"`);
    }
  }
  svg += onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 3 }, 'fill="url(#plaster)" opacity=".45"');
  return { svg, isDark: true, colour };
}

function boarded(chance: Chance): Wall {
  const colour = varied(pick(timbers, chance), chance, 0.08);
  const board = between(chance, 0.13, 0.2);
  let svg = '';
  for (let bottom = 0.25; bottom < 2.4; bottom += board) {
    const shade = varied(colour, chance, 0.07);
    svg += onWall({ left: -halfWidth, bottom, width: halfWidth * 2, height: board }, `fill="${shade}"`);
    svg += onWall({ left: -halfWidth, bottom, width: halfWidth * 2, height: 0.014 }, 'fill="#000" opacity=".34"');
    svg += onWall(
      { left: -halfWidth, bottom: bottom + board - 0.012, width: halfWidth * 2, height: 0.012 },
      'fill="#fff" opacity=".1"',
    );
  }
  svg += onWall(
    { left: -halfWidth, bottom: 0.25, width: halfWidth * 2, height: 2.4 },
    'fill="url(#grain)" opacity=".5"',
  );
  svg += onWall({ left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 0.26 }, 'fill="#86837d"');
  svg += onWall(
    { left: -halfWidth, bottom: 0, width: halfWidth * 2, height: 0.26 },
    'fill="url(#plaster)" opacity=".5"',
  );
  return { svg, isDark: colour !== '#b9b3a4', colour };
}

const stones = ['#b9b2a6', '#a8a59e', '#c4b8a4', '#9b9a97', '#b6a390'];

/** Slabs, cobbles, clinker or planks, in perspective. */
export function drawGround(chance: Chance): string {
  const colour = pick(stones, chance);
  const joint = darker(colour, 0.35);
  const kind = pick(['slabs', 'slabs', 'cobbles', 'clinker', 'planks'] as const, chance);
  const edge: Point3[] = [
    [-3, 0, wallAway],
    [3, 0, wallAway],
    [3, 0, nearestAway - 0.15],
    [-3, 0, nearestAway - 0.15],
  ];
  const shade =
    kind === 'planks' ? pick(['#8b6b4c', '#9c8a74', '#6f5a48'], chance) : kind === 'clinker' ? '#9d6650' : colour;
  const sizes = { slabs: [0.5, 0.5], cobbles: [0.13, 0.12], clinker: [0.21, 0.11], planks: [3.2, 0.145] } as const;
  const [width, depth] = sizes[kind];
  const gap = kind === 'planks' ? 0.012 : kind === 'cobbles' ? 0.014 : 0.008;
  let svg = polygon(edge, `fill="${kind === 'planks' ? darker(shade, 0.6) : joint}"`);
  for (let row = 0; wallAway - row * depth > nearestAway - 0.2; row += 1) {
    const far = wallAway - row * depth;
    const shift = row % 2 === 0 ? 0 : width / 2;
    for (let left = -2.6 - shift; left < 2.6; left += width) {
      const near = far - depth + gap;
      const corners: Point3[] = [
        [left, 0, far],
        [left + width - gap, 0, far],
        [left + width - gap, 0, near],
        [left, 0, near],
      ];
      const stroke =
        kind === 'cobbles' ? ` stroke="${darker(shade, 0.12)}" stroke-width="3" stroke-linejoin="round"` : '';
      svg += polygon(corners, `fill="${varied(shade, chance, kind === 'slabs' ? 0.05 : 0.1)}"${stroke}`);
    }
  }
  const [, y] = project([0, 0, wallAway]);
  return `${svg}<rect x="0" y="${y}" width="1600" height="${1_200 - y + 20}" fill="url(#plaster)" opacity=".45"/>
    <polygon points="${pointsOf(edge)}" fill="url(#groundShade)"/>`;
}

/** Ivy or a climbing rose at one edge. */
export function drawClimber(chance: Chance): string {
  if (chance.next() > 0.3) return '';
  const side = chance.next() < 0.5 ? -1 : 1;
  const green = pick(['#4c6b3c', '#5d7a45', '#3e5c3e', '#7b4a38'], chance);
  const blossom = chance.next() < 0.5 ? pick(['#d8697e', '#f2e6df', '#e8a0a8'], chance) : null;
  const scale = scaleAt(wallAway);
  let svg = '';
  for (let leaf = 0; leaf < 640; leaf += 1) {
    const up = between(chance, 0.1, 2.4);
    const spread = 0.12 + 0.34 * (up / 2.4) + Math.sin(up * 5) * 0.07;
    const [x, y] = project([side * (2.02 - Math.abs(chance.normal()) * spread), up, wallAway - 0.03]);
    const size = between(chance, 0.022, 0.05) * scale;
    const turn = Math.round(between(chance, 0, 360));
    svg += `<path d="M0 0C${size * 0.6} ${-size * 0.7} ${size * 0.6} ${-size * 1.3} 0 ${-size * 1.8} ${-size * 0.6} ${-size * 1.3} ${-size * 0.6} ${-size * 0.7} 0 0Z" transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${turn})" fill="${varied(leaf < 200 ? darker(green, 0.35) : green, chance, 0.28)}"/>`;
    if (blossom !== null && leaf % 14 === 0)
      svg += `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${(size * 0.75).toFixed(1)}" fill="${varied(blossom, chance, 0.15)}"/><circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${(size * 0.25).toFixed(1)}" fill="#f3d98a"/>`;
  }
  return svg;
}
