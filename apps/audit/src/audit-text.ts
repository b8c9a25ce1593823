import type { Audit, FoundDiscrepancy } from '@iopath/usecases';

/** An audit for people: each discrepancy with its repair, then one line of sums. */
export function auditText(audit: Audit): string {
  const found = sumOf(audit.found);
  const left = sumOf(audit.left);
  const hidden = found - audit.discrepancies.length;
  return [
    ...audit.discrepancies.map(discrepancyText),
    ...(hidden > 0 ? [`... and ${hidden} more.`] : []),
    `${audit.hosts} hosts: ${found} discrepancies, ${found - left} repaired, ${left} left. Audit ${audit.id}.`,
    '',
  ].join('\n');
}

/** 0: as it must be; 1: something is left. */
export function exitCodeOf({ left }: Audit): 0 | 1 {
  return sumOf(left) === 0 ? 0 : 1;
}

function discrepancyText({ code, subject, expected, found, repair, repairable, repaired }: FoundDiscrepancy): string {
  const outcome = repaired ? 'Repaired.' : repairable ? `With --repair: ${repair}` : `By hand: ${repair}`;
  return `${code}  ${subject}\n  expected ${expected}; found ${found}\n  ${outcome}`;
}

function sumOf(counts: Audit['found']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
