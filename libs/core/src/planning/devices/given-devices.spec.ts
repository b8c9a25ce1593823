import type { PfState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import { aDrive } from '../../spec-plans';
import { aPfState, nicPath } from '../../spec-score-inputs';
import { GivenDevices } from './given-devices';

const VF = nicPath('sriov_vf');
const PF = nicPath('pci_passthrough');
const VDPA = nicPath('vdpa');

/** A free PF of two VFs, with what a test is about changed. */
function aPf(changes: Partial<PfState> = {}): PfState {
  return { ...aPfState(2), ...changes };
}

function vdpaPf(vfs: number): PfState {
  const pf = aPfState(vfs);
  return { ...pf, usableVfs: [], netdevVfs: [], vdpaVfs: pf.freeVfs };
}

/** The NIC's function as an alias sees it. */
function asDevice({ pf }: PfState, vf: number | null): PciDevice {
  const given = vf === null ? null : pf.vfs[vf];
  return given === null || given === undefined
    ? aDrive({ address: pf.address, deviceType: 'type-PF' })
    : aDrive({ address: given.address, deviceType: 'type-VF', pfAddress: pf.address });
}

describe('a PF from which one VM takes devices', () => {
  it('has left the VFs that are not given yet, and not itself (handbook 3.3)', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.give(VF, pf);
    expect([given.hasLeft(VF, pf), given.hasLeft(PF, pf)]).toEqual([true, false]);

    given.give(VF, pf);
    expect([given.hasLeft(VF, pf), given.hasLeft(PF, pf)]).toEqual([false, false]);
  });

  it('has nothing left when it is given as a whole', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.give(PF, pf);

    expect([given.hasLeft(VF, pf), given.hasLeft(PF, pf)]).toEqual([false, false]);
  });

  it('has no VF left where it has none', () => {
    expect(new GivenDevices().hasLeft(VF, aPf({ usableVfs: [], netdevVfs: [] }))).toBe(false);
  });

  it('gives its VFs in turn', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    const first = given.nextVf(VF, pf);
    given.give(VF, pf);

    expect([first?.index, given.nextVf(VF, pf)?.index]).toEqual([0, 1]);
    given.give(VF, pf);
    expect(() => given.nextVf(VF, pf)).toThrow('more VFs than it has');
    expect(given.nextVf(PF, pf)).toBeNull();
  });

  it('has back what is taken back', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.give(VF, pf);
    given.takeBack(VF, pf);
    expect([given.hasLeft(PF, pf), given.nextVf(VF, pf)?.index]).toEqual([true, 0]);

    given.give(PF, pf);
    given.takeBack(PF, pf);
    expect(given.hasLeft(VF, pf)).toBe(true);
  });
});

describe('a PF among the nearest, as Nova’s scheduler counts', () => {
  const withoutVfs: Partial<PfState> = { usableVfs: [], netdevVfs: [], freeVfs: [] };

  it.each<[string, PfState, boolean, boolean, boolean]>([
    ['with VFs counts for what it can serve', aPf(), true, true, false],
    ['that is wholly free counts for a VF though it has none', aPf(withoutVfs), true, true, false],
    ['that is not, does not', aPf({ ...withoutVfs, wholeIsFree: false }), false, true, false],
    ['with vDPA devices counts for a VF', { ...vdpaPf(1), wholeIsFree: false }, true, true, true],
  ])('%s', (_case, pf, forVf, forPf, forVdpa) => {
    const given = new GivenDevices();

    expect([VF, PF, VDPA].map((path) => given.isCounted(path, pf))).toEqual([forVf, forPf, forVdpa]);
  });

  it('counts on when its last VF has gone to the same VM, for it was wholly free', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.give(VF, pf);
    given.give(VF, pf);

    expect([given.isCounted(VF, pf), given.isCounted(PF, pf)]).toEqual([true, false]);
  });

  it('counts no more then for a VM that takes PFs too: the claim takes it out with its first VF', () => {
    const [pf, given] = [aPf(), new GivenDevices(true)];
    expect(given.isCounted(VF, aPf(withoutVfs))).toBe(true);
    given.give(VF, pf);
    given.give(VF, pf);

    expect(given.isCounted(VF, pf)).toBe(false);
  });

  it('counts no more when it is given itself, nor for a vDPA port without vDPA devices left', () => {
    const [pf, vdpa, given] = [aPf(), vdpaPf(1), new GivenDevices()];
    given.give(PF, pf);
    expect(given.isCounted(VF, pf)).toBe(false);

    const other = new GivenDevices();
    other.give(VDPA, vdpa);
    expect(other.isCounted(VDPA, vdpa)).toBe(false);
  });
});

describe('a device that is asked for by alias', () => {
  it('is free once', () => {
    const [drive, given] = [aDrive(), new GivenDevices()];
    expect(given.isFree(drive)).toBe(true);
    given.giveDevice(drive);

    expect(given.isFree(drive)).toBe(false);
    expect(given.isFree(aDrive({ address: '0000:5f:00.0' }))).toBe(true);
  });

  it('and is a PF, is not free beside a VF of it, whoever asked for that', () => {
    const pf = aPf();
    const [byPort, byAlias, itself] = [new GivenDevices(), new GivenDevices(), new GivenDevices()];
    byPort.give(VF, pf);
    byAlias.giveDevice(asDevice(pf, 0));
    itself.give(PF, pf);

    expect([byPort, byAlias, itself].map((given) => given.isFree(asDevice(pf, null)))).toEqual([false, false, false]);
    expect(new GivenDevices().isFree(asDevice(pf, null))).toBe(true);
  });

  it('and is a VF, is not free when a port has it or its PF, and is when a port has another', () => {
    const pf = aPf();
    const [vf, whole] = [new GivenDevices(), new GivenDevices()];
    vf.give(VF, pf);
    whole.give(PF, pf);

    expect([0, 1].map((index) => vf.isFree(asDevice(pf, index)))).toEqual([false, true]);
    expect(whole.isFree(asDevice(pf, 0))).toBe(false);
  });

  it('and is a VF, is gone for the ports, and its PF as a whole with it', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.giveDevice(asDevice(pf, 0));

    expect(given.nextVf(VF, pf)?.index).toBe(1);
    expect([given.hasLeft(VF, pf), given.hasLeft(PF, pf)]).toEqual([true, false]);
    given.giveDevice(asDevice(pf, 1));
    expect(given.hasLeft(VF, pf)).toBe(false);
  });

  it('and is a PF, is gone for the ports with its VFs', () => {
    const [pf, given] = [aPf(), new GivenDevices()];
    given.giveDevice(asDevice(pf, null));

    expect([given.hasLeft(VF, pf), given.hasLeft(PF, pf)]).toEqual([false, false]);
  });
});
