import type { Chance } from '../../chance.ts';
import { onFace, type Point3, polygon } from './camera.ts';
import { between, darker, lighter, pick, varied } from './colours.ts';

export interface Ground {
  /** The middle of where it stands, metres right and away, and how high. */
  readonly right: number;
  readonly away: number;
  readonly up: number;
}

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

const cardboards = ['#c99a63', '#c08f58', '#d3a873', '#b88652', '#cfa26c'];
const shapes: readonly Shape[] = [
  { width: 0.42, height: 0.3, depth: 0.3 },
  { width: 0.34, height: 0.36, depth: 0.28 },
  { width: 0.5, height: 0.2, depth: 0.36 },
  { width: 0.3, height: 0.14, depth: 0.24 },
  { width: 0.28, height: 0.46, depth: 0.26 },
];

/** One to three parcels beside or upon each other: the picture's middle. */
export function drawParcels(count: number, at: Ground, chance: Chance): string {
  const first = pick(shapes, chance);
  let svg = drawBox(first, at, chance);
  if (count > 1) {
    const small = pick(shapes.slice(2, 4), chance);
    const stacked = first.height < 0.34 && first.width > small.width * 0.85 && chance.next() < 0.6;
    svg += stacked
      ? drawBox(
          small,
          { ...at, up: at.up + first.height, right: at.right + between(chance, -0.04, 0.04) },
          chance,
          false,
        )
      : drawBox(
          small,
          { ...at, right: at.right + first.width / 2 + small.width / 2 + 0.09, away: at.away - 0.1 },
          chance,
        );
  }
  if (count > 2) svg += drawMailer({ ...at, right: at.right - first.width / 2 - 0.22, away: at.away - 0.14 }, chance);
  return svg;
}

function drawBox({ width, height, depth }: Shape, at: Ground, chance: Chance, onGround = true): string {
  const colour = chance.next() < 0.85 ? varied(pick(cardboards, chance), chance, 0.05) : '#e9e4d8';
  const turn = between(chance, -0.42, 0.42);
  const corner = (x: number, z: number, up: number): Point3 => [
    at.right + x * Math.cos(turn) - z * Math.sin(turn),
    at.up + up,
    at.away + x * Math.sin(turn) + z * Math.cos(turn),
  ];
  const [w, d] = [width / 2, depth / 2];
  const face = (corners: readonly [number, number][]) => ({
    upper: corners.map(([x, z]) => corner(x, z, height)),
    lower: corners.map(([x, z]) => corner(x, z, 0)),
  });
  const front = face([
    [-w, -d],
    [w, -d],
  ]);
  const side = isSeen(at, turn, 1)
    ? face([
        [w, -d],
        [w, d],
      ])
    : face([
        [-w, d],
        [-w, -d],
      ]);
  const sideShows = isSeen(at, turn, 1) || isSeen(at, turn, -1);
  const top = [corner(-w, d, height), corner(w, d, height), corner(w, -d, height), corner(-w, -d, height)];
  const wall = ({ upper, lower }: ReturnType<typeof face>, fill: string) =>
    polygon([...upper, ...[...lower].reverse()], `fill="${fill}"`);
  const [a, b] = front.upper;
  const [c] = front.lower;
  const [ta, tb, , td] = top;
  const shadow = [
    corner(-w - 0.02, d, 0),
    corner(w + 0.16, d + 0.02, 0),
    corner(w + 0.18, -d + 0.02, 0),
    corner(w * 0.9, -d - 0.05, 0),
    corner(-w - 0.01, -d - 0.05, 0),
  ];
  return `
    ${polygon(shadow, `fill="#0d0a06" opacity="${onGround ? 0.5 : 0.28}" filter="url(#soft)"`)}
    ${onGround ? polygon(shadow, 'fill="#0d0a06" opacity=".32" filter="url(#softer)"') : ''}
    ${sideShows ? wall(side, darker(colour, 0.26)) : ''}${wall(front, colour)}
    ${polygon(top, `fill="${lighter(colour, 0.24)}"`)}
    ${ta && tb && td ? onFace([ta, tb, td], topOf(colour, chance)) : ''}
    ${a && b && c ? onFace([a, b, c], frontOf(colour, width / height, chance)) : ''}`;
}

/** Whether the camera, at the middle, sees the right (1) or left (-1) side of a box turned so. */
function isSeen(at: Ground, turn: number, side: 1 | -1): boolean {
  const [normalRight, normalAway] = [side * Math.cos(turn), side * Math.sin(turn)];
  return normalRight * -at.right + normalAway * -at.away > 0;
}

function topOf(colour: string, chance: Chance): string {
  const tape = pick(['#e3cfa6', '#b58a57', '#f1ece0', darker(colour, 0.16)], chance);
  return `<rect width="1" height="1" fill="url(#topLight)"/><rect x="0" y=".49" width="1" height=".012" fill="#000" opacity=".35"/>
    <rect x="0" y=".4" width="1" height=".19" fill="${tape}" opacity=".72"/><rect x="0" y=".4" width="1" height=".03" fill="#fff" opacity=".25"/>`;
}

/** Tape coming down, the label with its lines and bars, and marks as on cartons. Nothing on it can be read. */
function frontOf(colour: string, proportion: number, chance: Chance): string {
  const labelWidth = Math.min(0.52, 0.46 / Math.max(0.8, proportion) + 0.1);
  const labelHeight = Math.min(0.6, labelWidth * proportion * 0.72);
  const [x, y] = [between(chance, 0.07, 0.9 - labelWidth), between(chance, 0.18, Math.max(0.2, 0.86 - labelHeight))];
  const lines = [0.14, 0.25, 0.36].map(
    (up, index) =>
      `<rect x="${x + labelWidth * 0.08}" y="${y + labelHeight * up}" width="${labelWidth * (0.62 - index * 0.13)}" height="${labelHeight * 0.05}" fill="#4a4a48"/>`,
  );
  let bars = '';
  for (let at = 0.08; at < 0.9; ) {
    const bar = between(chance, 0.008, 0.03);
    bars += `<rect x="${x + labelWidth * at}" y="${y + labelHeight * 0.55}" width="${labelWidth * bar}" height="${labelHeight * 0.33}" fill="#1d1d1b"/>`;
    at += bar + between(chance, 0.01, 0.028);
  }
  const arrow = `<path d="M.86 .8V.62M.82 .68 .86 .62 .9 .68M.81 .84H.91" fill="none" stroke="${darker(colour, 0.45)}" stroke-width=".012" opacity=".7"/>`;
  return `<rect width="1" height="1" fill="url(#boxLight)"/><rect y=".9" width="1" height=".1" fill="#000" opacity=".12"/>
    <rect x=".42" y="0" width=".16" height="${between(chance, 0.1, 0.2)}" fill="#efe0bd" opacity=".55"/>
    <rect x="${x + 0.008}" y="${y + 0.012}" width="${labelWidth}" height="${labelHeight}" fill="#000" opacity=".2"/>
    <rect x="${x}" y="${y}" width="${labelWidth}" height="${labelHeight}" fill="#fbfaf5"/>${lines.join('')}${bars}${x + labelWidth < 0.78 ? arrow : ''}`;
}

/** A padded envelope that leans against the wall. */
function drawMailer({ right, away, up }: Ground, chance: Chance): string {
  const colour = pick(['#d9b98a', '#f0ece2', '#9fa8ad', '#c7cdb8'], chance);
  const [low, high] = [away, away + 0.16];
  const corners: [Point3, Point3, Point3, Point3] = [
    [right - 0.13, up + 0.34, high],
    [right + 0.14, up + 0.36, high],
    [right + 0.16, up, low],
    [right - 0.12, up, low],
  ];
  const [a, b, , d] = corners;
  return `${polygon(
    [
      [right - 0.14, up, low - 0.04],
      [right + 0.24, up, low - 0.03],
      [right + 0.26, up, low + 0.14],
      [right - 0.1, up, low + 0.14],
    ],
    'fill="#000" opacity=".45" filter="url(#soft)"',
  )}
    ${polygon(corners, `fill="${colour}" stroke="${darker(colour, 0.2)}" stroke-width="3" stroke-linejoin="round"`)}
    ${onFace([a, b, d], `<rect width="1" height="1" fill="url(#boxLight)"/><rect x=".14" y=".3" width=".62" height=".34" fill="#fbfaf5"/><rect x=".2" y=".36" width=".36" height=".03" fill="#555"/><rect x=".2" y=".43" width=".3" height=".03" fill="#555"/><rect x=".2" y=".52" width=".46" height=".08" fill="#222"/>`)}`;
}
