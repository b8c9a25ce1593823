import { shownName } from './chart-text';

describe('a name in a picture', () => {
  it('has no character that XML has no place for', () => {
    expect(shownName('a\u0000b\uD800c\uFFFEd')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
  });

  it('is cut between letters, not within one', () => {
    expect(shownName('😀'.repeat(60))).toBe(`${'😀'.repeat(47)}…`);
    expect(shownName('short')).toBe('short');
  });
});
