import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** A finger in a glove hits this much, in CSS pixels. */
const leastTargetPixels = 56;

/** The weakest contrast seen of the action, and of any text of the app, and what was too weak or too small. */
export interface DriverMeasures {
  action: number;
  anyText: number;
  readonly faults: Set<string>;
}

export const noMeasures = (): DriverMeasures => ({
  action: Number.POSITIVE_INFINITY,
  anyText: Number.POSITIVE_INFINITY,
  faults: new Set(),
});

/** Measures one screen as it stands: contrast by axe against AAA (7, large text 4.5), and the size of what is tapped. */
export async function measureScreen(page: Page, screen: string, into: DriverMeasures): Promise<void> {
  const { passes, violations } = await new AxeBuilder({ page })
    .include('.driver')
    .options({ runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } })
    .analyze();
  for (const { nodes } of [...passes, ...violations])
    for (const node of nodes) {
      const ratio = contrastOf(node.any[0]?.data);
      if (ratio === null) continue;
      into.anyText = Math.min(into.anyText, ratio);
      if (/class="[^"]*\bmain\b/.test(node.html)) into.action = Math.min(into.action, ratio);
    }
  for (const { nodes } of violations)
    for (const { target, any } of nodes) into.faults.add(`${screen}: ${target.join(' ')} ${any[0]?.message ?? ''}`);
  const small = await page.evaluate((least) => {
    const targets = document.querySelectorAll('.driver .screen :is(button, a, input, label.main)');
    return [...targets].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      const isSeen = width > 1 && height > 1;
      const name = target.textContent?.trim().slice(0, 40);
      return isSeen && Math.min(width, height) < least ? [`${name} is ${Math.round(width)}x${Math.round(height)}`] : [];
    });
  }, leastTargetPixels);
  for (const each of small) into.faults.add(`${screen}: ${each}`);
}

function contrastOf(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('contrastRatio' in data)) return null;
  return typeof data.contrastRatio === 'number' && data.contrastRatio > 0 ? data.contrastRatio : null;
}
