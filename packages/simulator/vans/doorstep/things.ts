import type { Chance } from '../../chance.ts';
import { onWall, type Point3, pointsOf, polygon, project, scaleAt, wallAway } from './camera.ts';
import { between, darker, lighter, pick, varied } from './colours.ts';

const pots = ['#b9663f', '#a9583a', '#6e7478', '#d9d3c6', '#3f5560', '#8c8f86'];

/** What stands beside the door: a plant, two, a bench, a bicycle, wellingtons. `side` is -1 left, 1 right. */
export function drawCompany(side: -1 | 1, doorEdge: number, chance: Chance): string {
  const middle = side * between(chance, Math.abs(doorEdge) + 0.38, Math.max(Math.abs(doorEdge) + 0.5, 1.35));
  const kind = pick(['plant', 'plant', 'plants', 'plants', 'bench', 'bicycle', 'boots'] as const, chance);
  switch (kind) {
    case 'plant':
      return drawPlant(middle, wallAway - 0.24, between(chance, 0.9, 1.35), chance);
    case 'plants':
      return (
        drawPlant(middle + side * 0.12, wallAway - 0.2, between(chance, 1.1, 1.45), chance) +
        drawPlant(middle - side * 0.2, wallAway - 0.46, between(chance, 0.6, 0.8), chance)
      );
    case 'bench':
      return drawBench(side * (Math.abs(doorEdge) + 0.66), chance);
    case 'bicycle':
      return drawBicycle(side * (Math.abs(doorEdge) + 0.72), chance);
    case 'boots':
      return drawBoots(middle - side * 0.18, chance) + drawPlant(middle + side * 0.28, wallAway - 0.22, 0.95, chance);
  }
}

/** A pot with what grows in it; `size` 1 is a pot of 30 cm. */
function drawPlant(right: number, away: number, size: number, chance: Chance): string {
  const scale = scaleAt(away) * size;
  const [x, y] = project([right, 0, away]);
  const [potHeight, top, foot] = [0.27 * scale, 0.17 * scale, 0.12 * scale];
  const colour = pick(pots, chance);
  const pot = `
    <ellipse cx="${x + 0.1 * scale}" cy="${y}" rx="${0.26 * scale}" ry="${0.05 * scale}" fill="#000" opacity=".5" filter="url(#soft)"/>
    <path d="M${x - top} ${y - potHeight}L${x - foot} ${y}Q${x} ${y + 0.04 * scale} ${x + foot} ${y}L${x + top} ${y - potHeight}Z" fill="${colour}"/>
    <path d="M${x - top} ${y - potHeight}L${x - foot} ${y}Q${x} ${y + 0.04 * scale} ${x + foot} ${y}L${x + top} ${y - potHeight}Z" fill="url(#roundLight)"/>
    <rect x="${x - top * 1.1}" y="${y - potHeight - 0.03 * scale}" width="${top * 2.2}" height="${0.065 * scale}" rx="${0.015 * scale}" fill="${lighter(colour, 0.12)}"/>
    <rect x="${x - top * 1.1}" y="${y - potHeight - 0.03 * scale}" width="${top * 2.2}" height="${0.065 * scale}" rx="${0.015 * scale}" fill="url(#roundLight)"/>
    <ellipse cx="${x}" cy="${y - potHeight - 0.028 * scale}" rx="${top * 1.02}" ry="${0.028 * scale}" fill="#2d2018"/>`;
  const grown = pick([lavender, ball, flowers, grass, tree, lavender, flowers], chance);
  return pot + grown(x, y - potHeight - 0.03 * scale, scale, chance);
}

type Grown = (x: number, y: number, scale: number, chance: Chance) => string;

const lavender: Grown = (x, y, scale, chance) => {
  const blossom = pick(['#7a68b3', '#8d7bc4', '#6a5aa0', '#a08bc9'], chance);
  let svg = '';
  for (let stem = 0; stem < 46; stem += 1) {
    const lean = chance.normal() * 0.16 * scale;
    const long = between(chance, 0.26, 0.5) * scale;
    const [tipX, tipY] = [x + lean * 1.5, y - long + Math.abs(lean) * 0.35];
    svg += `<path d="M${x + lean * 0.25} ${y}Q${x + lean * 0.7} ${y - long * 0.6} ${tipX} ${tipY}" stroke="${varied('#7f9473', chance, 0.2)}" stroke-width="${0.008 * scale}" fill="none"/>`;
    if (stem % 4 === 3) continue;
    for (let bud = 0; bud < 5; bud += 1)
      svg += `<ellipse cx="${tipX + (bud % 2 === 0 ? -1 : 1) * 0.008 * scale}" cy="${tipY + bud * 0.02 * scale}" rx="${0.012 * scale}" ry="${0.015 * scale}" fill="${varied(blossom, chance, 0.22)}"/>`;
  }
  return svg;
};

const ball: Grown = (x, y, scale, chance) => {
  const green = pick(['#4b6b3f', '#3f5f3c', '#5b7748'], chance);
  const onStem = chance.next() < 0.5;
  const radius = 0.22 * scale;
  const middle = y - radius * 0.85 - (onStem ? 0.42 * scale : 0);
  let svg = onStem
    ? `<path d="M${x} ${y}C${x + 4} ${y - 0.2 * scale} ${x - 4} ${y - 0.3 * scale} ${x} ${middle}" stroke="#6b5138" stroke-width="${0.03 * scale}" fill="none"/>`
    : '';
  svg += `<circle cx="${x}" cy="${middle}" r="${radius}" fill="${darker(green, 0.35)}"/>`;
  for (let leaf = 0; leaf < 330; leaf += 1) {
    const [turn, out] = [between(chance, 0, 2 * Math.PI), Math.sqrt(chance.next()) * radius * 1.04];
    const [dx, dy] = [Math.cos(turn) * out, Math.sin(turn) * out];
    const lit = (dx * -0.5 - dy * 0.86) / radius;
    const shade = lit > 0 ? lighter(green, Math.min(0.4, lit * 0.42)) : darker(green, Math.min(0.4, -lit * 0.45));
    svg += `<ellipse cx="${(x + dx).toFixed(1)}" cy="${(middle + dy).toFixed(1)}" rx="${(0.02 * scale).toFixed(1)}" ry="${(0.011 * scale).toFixed(1)}" transform="rotate(${Math.round(turn * 57)} ${(x + dx).toFixed(1)} ${(middle + dy).toFixed(1)})" fill="${varied(shade, chance, 0.12)}"/>`;
  }
  return svg;
};

const flowers: Grown = (x, y, scale, chance) => {
  const blossom = pick(['#c94b55', '#e28aa0', '#f0e7e0', '#e0a33c', '#b35aa0', '#d9603b'], chance);
  let svg = '';
  for (let leaf = 0; leaf < 150; leaf += 1) {
    const [dx, dy] = [chance.normal() * 0.13 * scale, -Math.abs(chance.normal()) * 0.13 * scale];
    svg += `<ellipse cx="${(x + dx).toFixed(1)}" cy="${(y + dy + 0.03 * scale).toFixed(1)}" rx="${(0.036 * scale).toFixed(1)}" ry="${(0.022 * scale).toFixed(1)}" transform="rotate(${Math.round(between(chance, 0, 180))} ${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)})" fill="${varied('#567a45', chance, 0.28)}"/>`;
  }
  for (let flower = 0; flower < 26; flower += 1) {
    const [fx, fy] = [x + chance.normal() * 0.13 * scale, y - 0.03 * scale - Math.abs(chance.normal()) * 0.15 * scale];
    const petal = varied(blossom, chance, 0.14);
    for (let turn = 0; turn < 5; turn += 1)
      svg += `<circle cx="${(fx + Math.cos(turn * 1.257) * 0.018 * scale).toFixed(1)}" cy="${(fy + Math.sin(turn * 1.257) * 0.015 * scale).toFixed(1)}" r="${(0.017 * scale).toFixed(1)}" fill="${petal}"/>`;
    svg += `<circle cx="${fx.toFixed(1)}" cy="${fy.toFixed(1)}" r="${(0.009 * scale).toFixed(1)}" fill="#f5d98b"/>`;
  }
  return svg;
};

const grass: Grown = (x, y, scale, chance) => {
  const green = pick(['#7e9158', '#9aa06a', '#5f7f5c', '#b09a5e'], chance);
  let svg = '';
  for (let blade = 0; blade < 80; blade += 1) {
    const lean = chance.normal() * 0.2 * scale;
    const long = between(chance, 0.35, 0.66) * scale;
    svg += `<path d="M${x + lean * 0.2} ${y}Q${x + lean * 0.4} ${y - long} ${x + lean * 1.7} ${y - long * 0.82}" stroke="${varied(green, chance, 0.3)}" stroke-width="${between(chance, 0.006, 0.013) * scale}" stroke-linecap="round" fill="none"/>`;
  }
  return svg;
};

const tree: Grown = (x, y, scale, chance) => {
  const green = pick(['#7d8c70', '#5c7a4d', '#8a9a7c'], chance);
  let svg = `<path d="M${x} ${y}C${x - 8} ${y - 0.25 * scale} ${x + 8} ${y - 0.4 * scale} ${x} ${y - 0.62 * scale}" stroke="#7a6650" stroke-width="${0.032 * scale}" fill="none"/>`;
  for (let leaf = 0; leaf < 240; leaf += 1) {
    const [lx, ly] = [x + chance.normal() * 0.14 * scale, y - 0.72 * scale + chance.normal() * 0.13 * scale];
    svg += `<ellipse cx="${lx.toFixed(1)}" cy="${ly.toFixed(1)}" rx="${(0.034 * scale).toFixed(1)}" ry="${(0.011 * scale).toFixed(1)}" transform="rotate(${Math.round(between(chance, 0, 180))} ${lx.toFixed(1)} ${ly.toFixed(1)})" fill="${varied(green, chance, 0.3)}"/>`;
  }
  return svg;
};

function drawBench(middle: number, chance: Chance): string {
  const wood = pick(['#a07a4f', '#c8b18a', '#6f7d74', '#8d4f3a', '#efeae0'], chance);
  const [left, width, away] = [middle - 0.56, 1.12, wallAway - 0.42];
  const seat = (offset: number): Point3[] => [
    [left, 0.45, wallAway - 0.06 - offset],
    [left + width, 0.45, wallAway - 0.06 - offset],
    [left + width, 0.45, wallAway - 0.16 - offset],
    [left, 0.45, wallAway - 0.16 - offset],
  ];
  const floor: Point3[] = [
    [left, 0, wallAway - 0.02],
    [left + width + 0.15, 0, wallAway - 0.02],
    [left + width + 0.15, 0, away - 0.05],
    [left, 0, away - 0.05],
  ];
  const backs = [0.58, 0.7, 0.82].map((bottom) =>
    onWall({ left, bottom, width, height: 0.085 }, `fill="${varied(wood, chance, 0.06)}" rx="4"`, wallAway - 0.05),
  );
  const legs = [left + 0.05, left + width - 0.1].map(
    (leg) =>
      onWall({ left: leg, bottom: 0, width: 0.055, height: 0.9 }, `fill="${darker(wood, 0.4)}"`, wallAway - 0.06) +
      onWall({ left: leg, bottom: 0, width: 0.06, height: 0.44 }, `fill="${darker(wood, 0.25)}"`, away),
  );
  return `${polygon(floor, 'fill="#000" opacity=".5" filter="url(#softer)"')}
    <g filter="url(#drop)">${legs.join('')}${backs.join('')}${[0, 0.11, 0.22].map((offset) => polygon(seat(offset), `fill="${lighter(varied(wood, chance, 0.05), 0.14)}"`)).join('')}
    ${onWall({ left, bottom: 0.39, width, height: 0.06 }, `fill="${darker(wood, 0.12)}"`, away + 0.02)}</g>`;
}

function drawBicycle(middle: number, chance: Chance): string {
  const away = wallAway - 0.22;
  const paint = pick(['#2f6f73', '#b33f36', '#31475f', '#c9a23c', '#3a3a3a', '#7d9a86'], chance);
  const scale = scaleAt(away);
  const [x, ground] = project([middle, 0, away]);
  const radius = 0.335 * scale;
  const [back, front, hub] = [x - 0.5 * scale, x + 0.5 * scale, ground - radius];
  const wheel = (at: number) => {
    const spokes = Array.from({ length: 14 }, (_, index) => {
      const turn = (index * Math.PI) / 14;
      return `<path d="M${at - Math.cos(turn) * radius} ${hub - Math.sin(turn) * radius}L${at + Math.cos(turn) * radius} ${hub + Math.sin(turn) * radius}" stroke="#b9bcbd" stroke-width="1.3"/>`;
    });
    return `<circle cx="${at}" cy="${hub}" r="${radius}" fill="none" stroke="#242424" stroke-width="13"/><circle cx="${at}" cy="${hub}" r="${radius - 9}" fill="none" stroke="#c4c7c8" stroke-width="4"/>${spokes.join('')}<circle cx="${at}" cy="${hub}" r="9" fill="#6b6e70"/>`;
  };
  const at = (right: number, up: number) => `${x + right * scale} ${ground - up * scale}`;
  const tube = (path: string, weight: number, colour: string) =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${weight}" stroke-linecap="round" stroke-linejoin="round"/>`;
  return `<ellipse cx="${x + 20}" cy="${ground + 4}" rx="${0.86 * scale}" ry="16" fill="#000" opacity=".45" filter="url(#softer)"/>
    <g filter="url(#drop)">${wheel(back)}${wheel(front)}
    ${tube(`M${back} ${hub}L${at(-0.08, 0.3)}L${at(-0.2, 0.78)}ZM${at(-0.08, 0.3)}L${at(0.34, 0.74)}M${at(-0.19, 0.7)}L${at(0.33, 0.8)}M${at(0.32, 0.86)}L${front} ${hub}`, 13, paint)}
    ${tube(`M${at(0.32, 0.86)}L${at(0.3, 0.99)}L${at(0.44, 1.0)}`, 9, '#8b8f92')}${tube(`M${at(0.4, 1.0)}L${at(0.47, 0.99)}`, 15, '#3a2a1e')}
    ${tube(`M${at(-0.2, 0.78)}L${at(-0.22, 0.9)}`, 8, '#8b8f92')}${tube(`M${at(-0.33, 0.93)}L${at(-0.1, 0.91)}`, 22, '#4a3324')}
    <circle cx="${x - 0.08 * scale}" cy="${ground - 0.3 * scale}" r="${0.085 * scale}" fill="none" stroke="#8b8f92" stroke-width="7"/></g>`;
}

function drawBoots(right: number, chance: Chance): string {
  const colour = pick(['#4d6b3d', '#c9a22f', '#2e4a66', '#8a3b4a'], chance);
  const boot = (at: number) => {
    const away = wallAway - 0.3;
    const scale = scaleAt(away);
    const [x, y] = project([at, 0, away]);
    const s = (value: number) => value * scale;
    return `<path d="M${x - s(0.06)} ${y - s(0.3)}L${x - s(0.055)} ${y}H${x + s(0.14)}Q${x + s(0.15)} ${y - s(0.07)} ${x + s(0.06)} ${y - s(0.09)}L${x + s(0.055)} ${y - s(0.3)}Z" fill="${colour}"/><path d="M${x - s(0.06)} ${y - s(0.3)}L${x - s(0.055)} ${y}H${x + s(0.14)}Q${x + s(0.15)} ${y - s(0.07)} ${x + s(0.06)} ${y - s(0.09)}L${x + s(0.055)} ${y - s(0.3)}Z" fill="url(#roundLight)"/><rect x="${x - s(0.06)}" y="${y - s(0.022)}" width="${s(0.205)}" height="${s(0.022)}" fill="#2b2620"/><ellipse cx="${x - 2}" cy="${y - s(0.3)}" rx="${s(0.058)}" ry="${s(0.014)}" fill="${darker(colour, 0.55)}"/>`;
  };
  const [x, y] = project([right, 0, wallAway - 0.3]);
  return `<ellipse cx="${x + 50}" cy="${y}" rx="130" ry="14" fill="#000" opacity=".45" filter="url(#soft)"/>${boot(right)}${boot(right + 0.15)}`;
}

export interface Lamp {
  readonly svg: string;
  readonly x: number;
  readonly y: number;
}

/** A lamp on the wall beside the door. */
export function drawLamp(right: number, up: number, lit: boolean, chance: Chance): Lamp {
  const [x, y] = project([right, up, wallAway]);
  const metal = pick(['#2d2f30', '#8b8f90', '#6b5a3a'], chance);
  const glow = lit ? '#ffe3a3' : '#e9ece8';
  const round = chance.next() < 0.4;
  const body = round
    ? `<circle cx="${x}" cy="${y}" r="40" fill="${glow}"/><circle cx="${x}" cy="${y}" r="40" fill="url(#roundLight)" opacity=".5"/><rect x="${x - 24}" y="${y - 52}" width="48" height="16" rx="5" fill="${metal}"/>`
    : `<path d="M${x - 34} ${y - 44}H${x + 34}L${x + 24} ${y + 48}H${x - 24}Z" fill="${glow}" opacity=".92"/><path d="M${x - 34} ${y - 44}H${x + 34}L${x + 24} ${y + 48}H${x - 24}ZM${x} ${y - 44}V${y + 48}" fill="none" stroke="${metal}" stroke-width="6"/><path d="M${x - 46} ${y - 44}L${x} ${y - 82}L${x + 46} ${y - 44}Z" fill="${metal}"/><rect x="${x - 28}" y="${y + 48}" width="56" height="10" rx="4" fill="${metal}"/>`;
  return { svg: `<g filter="url(#drop)">${body}</g>`, x, y };
}

/** A post and a beam as of a carport or porch, near the camera's edge. */
export function drawPorch(chance: Chance): string {
  if (chance.next() > 0.3) return '';
  const wood = pick(['#a97e50', '#8c6a48', '#e8e3d8', '#5d5a55'], chance);
  const side = chance.next() < 0.5 ? -1 : 1;
  const away = wallAway - 0.75;
  const left = side * 1.42 - 0.07;
  const [x, y] = project([side * 1.42, 0, away]);
  const beam: Point3[] = [
    [-2.4, 1.98, away],
    [2.4, 1.98, away],
    [2.4, 2.5, away],
    [-2.4, 2.5, away],
  ];
  return `<ellipse cx="${x + 26}" cy="${y}" rx="72" ry="14" fill="#000" opacity=".5" filter="url(#soft)"/>
    ${onWall({ left, bottom: 0, width: 0.14, height: 2.3 }, `fill="${wood}"`, away)}${onWall({ left, bottom: 0, width: 0.14, height: 2.3 }, 'fill="url(#roundLight)"', away)}
    ${onWall({ left, bottom: 0, width: 0.14, height: 2.3 }, 'fill="url(#grainUp)" opacity=".4"', away)}
    ${onWall({ left: left - 0.02, bottom: 0, width: 0.18, height: 0.09 }, 'fill="#8d8a84"', away)}
    <polygon points="${pointsOf(beam)}" fill="${darker(wood, 0.14)}"/><polygon points="${pointsOf(beam)}" fill="url(#grain)" opacity=".4"/>`;
}
