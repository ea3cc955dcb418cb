import type { EpochMillis } from '@doorstep/domain';
import type { Chance } from '../../chance.ts';
import { pictureHeight, pictureWidth } from './camera.ts';
import { between } from './colours.ts';

export interface Light {
  readonly isDusk: boolean;
  readonly overcast: boolean;
  /** Put over everything. */
  readonly svg: (lamp: { readonly x: number; readonly y: number } | null) => string;
}

const whole = `width="${pictureWidth}" height="${pictureHeight}"`;

/** How it is lit at this hour: low and warm in the morning, white at noon, golden, then blue with the lamp on. */
export function lightAt(at: EpochMillis, timeZone: string, chance: Chance): Light {
  const hour = hourAt(at, timeZone);
  const isDusk = hour < 6.5 || hour > 20;
  const overcast = !isDusk && chance.next() < 0.3;
  const fromLeft = hour < 13;
  const slant = between(chance, 18, 34) * (fromLeft ? 1 : -1);
  return {
    isDusk,
    overcast,
    svg: (lamp) => `
      ${isDusk || overcast ? '' : shadowsOfLeaves(slant, chance) + edgeOfShade(fromLeft, chance)}
      <rect ${whole} fill="${tintAt(hour, overcast)}" style="mix-blend-mode:multiply"/>
      ${isDusk || overcast ? '' : `<rect ${whole} fill="url(#${fromLeft ? 'sunLeft' : 'sunRight'})"/>`}
      ${isDusk && lamp !== null ? glowOf(lamp) : ''}
      <rect ${whole} fill="url(#vignette)"/>`,
  };
}

function hourAt(at: EpochMillis, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const value = (type: 'hour' | 'minute') => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return value('hour') + value('minute') / 60;
}

function tintAt(hour: number, overcast: boolean): string {
  if (hour < 6.5 || hour > 21) return '#707ca6';
  if (hour > 20) return '#b3a6b6';
  if (overcast) return '#dfe4e8';
  if (hour < 9) return '#ffeed6';
  if (hour > 18) return '#ffe4c2';
  return hour > 16 ? '#fff0d8' : '#fffdf6';
}

/** A tree behind the photographer: soft spots of shade on the wall. */
function shadowsOfLeaves(slant: number, chance: Chance): string {
  if (chance.next() > 0.6) return '';
  const left = chance.next() < 0.5;
  const [reach, spots] = [between(chance, 380, 720), Math.round(between(chance, 60, 110))];
  let svg = '';
  for (let spot = 0; spot < spots; spot += 1) {
    const out = Math.sqrt(chance.next()) * reach;
    const turn = chance.next() * Math.PI * 0.5;
    const x = left ? Math.cos(turn) * out : pictureWidth - Math.cos(turn) * out;
    const y = Math.sin(turn) * out * 0.9;
    svg += `<ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="${between(chance, 34, 84).toFixed(0)}" ry="${between(chance, 18, 42).toFixed(0)}" transform="rotate(${Math.round(slant + chance.normal() * 30)} ${x.toFixed(0)} ${y.toFixed(0)})"/>`;
  }
  return `<g fill="url(#spot)" opacity=".34">${svg}</g>`;
}

/** The shade of the eaves, slanting across the wall. */
function edgeOfShade(fromLeft: boolean, chance: Chance): string {
  const [deep, run] = [between(chance, 120, 330), between(chance, 250, 420) * (fromLeft ? -1 : 1)];
  const vector = `x1="800" y1="0" x2="${(800 + run * 0.35).toFixed(0)}" y2="${deep.toFixed(0)}"`;
  return `<linearGradient id="eaves" gradientUnits="userSpaceOnUse" ${vector}><stop offset=".72" stop-color="#232c46" stop-opacity=".34"/><stop offset="1" stop-color="#232c46" stop-opacity="0"/></linearGradient>
    <rect ${whole} fill="url(#eaves)"/>`;
}

function glowOf({ x, y }: { readonly x: number; readonly y: number }): string {
  return `<radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${x}" cy="${y}" r="900"><stop offset="0" stop-color="#ffdf9a" stop-opacity=".95"/><stop offset=".12" stop-color="#ffc870" stop-opacity=".6"/><stop offset=".5" stop-color="#f0a050" stop-opacity=".2"/><stop offset="1" stop-color="#f0a050" stop-opacity="0"/></radialGradient>
    <rect ${whole} fill="url(#glow)" style="mix-blend-mode:screen"/><rect ${whole} fill="url(#glow)" style="mix-blend-mode:soft-light"/>`;
}
