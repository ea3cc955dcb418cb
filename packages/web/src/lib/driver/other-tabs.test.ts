import { afterEach, describe, expect, it } from 'vitest';
import { type OtherTabs, openOtherTabs } from './other-tabs.ts';

const open: OtherTabs[] = [];
afterEach(() => {
  for (const tabs of open.splice(0)) tabs.close();
});

function tab(isSending: () => boolean = () => false) {
  const heard: string[] = [];
  const tabs = openOtherTabs({
    onChanged: () => heard.push('changed'),
    sends: isSending,
    sendToo: () => heard.push('sends too'),
  });
  open.push(tabs);
  return { heard, tabs };
}

describe('tabs of one phone', () => {
  it('hear what another has kept, and one that sends has it go out with its turn', async () => {
    let sends = false;
    const [first, second] = [tab(), tab(() => sends)];
    first.tabs.tell('kept');
    await expect.poll(() => second.heard).toEqual(['changed']);
    sends = true;
    first.tabs.tell('kept');
    await expect.poll(() => second.heard).toEqual(['changed', 'changed', 'sends too']);
    second.tabs.tell('gone_out');
    await expect.poll(() => first.heard).toEqual(['changed']);
  });

  it('answer that they are awake only while they send; a closed one is silent', async () => {
    const asks = tab();
    const sending = tab(() => true);
    tab();
    expect(await asks.tabs.answers()).toBe(true);
    expect(sending.heard, 'who asks waits for its own to go out').toEqual(['sends too']);
    sending.tabs.close();
    expect(await asks.tabs.answers()).toBe(false);
  });
});
