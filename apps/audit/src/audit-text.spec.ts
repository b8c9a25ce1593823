import type { Audit, FoundDiscrepancy } from '@iopath/usecases';
import { auditText, exitCodeOf } from './audit-text';
import { readCommandLine } from './command-line';

const anAudit = (discrepancies: readonly FoundDiscrepancy[], left: Audit['left']): Audit => ({
  id: '0d6f',
  origin: 'command',
  repair: false,
  startedAtMs: 0,
  finishedAtMs: 0,
  hosts: 3,
  found: { 'used.differs': discrepancies.length },
  left,
  discrepancies,
});

const discrepancy: FoundDiscrepancy = {
  code: 'used.differs',
  subject: 'host compute-1, vcpus',
  expected: '8',
  found: '12',
  repair: 'Add up the holds again.',
  repairable: true,
  repaired: false,
};

describe('npm run audit:ledger', () => {
  it.each`
    given                    | said
    ${{}}                    | ${'With --repair: Add up the holds again.'}
    ${{ repaired: true }}    | ${'Repaired.'}
    ${{ repairable: false }} | ${'By hand: Add up the holds again.'}
  `('tells of each discrepancy what is to be done: $said', ({ given, said }: { given: object; said: string }) => {
    const text = auditText(anAudit([{ ...discrepancy, ...given }], {}));

    expect(text).toContain('used.differs  host compute-1, vcpus\n  expected 8; found 12\n');
    expect(text).toContain(said);
  });

  it('sums up', () => {
    const text = auditText(anAudit([discrepancy, { ...discrepancy, repaired: true }], { 'used.differs': 1 }));

    expect(text).toContain('3 hosts: 2 discrepancies, 1 repaired, 1 left. Audit 0d6f.\n');
  });

  it('ends with 1 when something is left, and with 0 otherwise', () => {
    expect(exitCodeOf(anAudit([discrepancy], { 'used.differs': 1 }))).toBe(1);
    expect(exitCodeOf(anAudit([{ ...discrepancy, repaired: true }], {}))).toBe(0);
  });

  it('repairs nothing unless told to, and refuses what it does not know', () => {
    expect(readCommandLine([])).toMatchObject({ repair: false, json: false });
    expect(readCommandLine(['--repair', '--json'])).toMatchObject({ repair: true, json: true });
    expect(() => readCommandLine(['--delete'])).toThrow('--delete');
  });
});
