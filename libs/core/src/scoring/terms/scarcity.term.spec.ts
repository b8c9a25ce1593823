import { aHostClaim, aVfClaim } from '@iopath/testing';
import { aPfState, diskInput, diskPath, nicInput, nicPath } from '../../spec-score-inputs';
import { diskScarcity, nicScarcity } from './scarcity.term';

describe('what a NIC leaves for others', () => {
  const oneHeld = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2')] })];

  it.each([
    ['a software path takes nothing scarce', 'vhost_net', null, 1],
    ['a VF of a PF with all VFs free is at best a half', 'sriov_vf', aPfState(4), 0.5],
    ['a VF of a PF with three of four free', 'sriov_vf', aPfState(4, {}, oneHeld), 0.375],
    ['a whole PF', 'pci_passthrough', aPfState(4), 0.05],
  ] as const)('%s', (_case, path, pf, worth) => {
    expect(nicScarcity.value(nicInput({ path: nicPath(path), pf }))).toBe(worth);
  });

  it('is told with the PF', () => {
    expect(nicScarcity.reason(nicInput({ path: nicPath('sriov_vf'), pf: aPfState(4, {}, oneHeld) }))).toBe(
      'takes 1 of 3 free VFs of 0000:3b:00.0',
    );
  });
});

describe('what a disk leaves for others', () => {
  it('is all for Nova’s own disks, next to nothing for a drive given away', () => {
    expect(diskScarcity.value(diskInput())).toBe(1);
    expect(diskScarcity.value(diskInput({ path: diskPath('pci_passthrough') }))).toBe(0.05);
  });
});
