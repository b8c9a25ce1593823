import { aHeldVm, aPlacement, aVfTake, aVmRequest } from '@iopath/testing';
import type { HeldVm } from '../held-vm';
import { moveOf, type Move, type PlaceToMoveTo } from './move-of';

const SOFTWARE = aPlacement('compute-2', 1);
const WITH_VF = aPlacement('compute-2', 1, [aVfTake('0000:3b:00.2')]);
const ON_A_VF = { nics: { data: 'sriov_vf' }, disks: { root: 'virtio_blk' } } as const;

function move(vm: Partial<HeldVm>, place: PlaceToMoveTo = SOFTWARE, sourceIsLost = false, liveOnly = false): Move {
  return moveOf(aHeldVm(vm), place, { sourceIsLost, limits: { liveOnly } });
}

function withSpecs(extraSpecs: Readonly<Record<string, string>>): PlaceToMoveTo {
  return { ...SOFTWARE, nova: { ...SOFTWARE.nova, flavor: { ...SOFTWARE.nova.flavor, extraSpecs } } };
}

describe('how a VM moves (handbook 4.1)', () => {
  it('moves a guest on software paths while it runs', () => {
    expect(move({})).toMatchObject({ mechanism: 'transparent', action: 'os-migrateLive', refusal: null });
  });

  it('unplugs a VF for the time that memory is copied', () => {
    const { mechanism, interruption } = move({ paths: ON_A_VF }, WITH_VF);
    expect(mechanism).toBe('unplug_replug');
    expect(interruption.atLeastS).toBeLessThan(interruption.atMostS);
    expect(interruption.reason).toContain('2048 MiB');
  });

  it('shuts down a guest with a device by alias, which stays behind', () => {
    const extraSpecs = { 'pci_passthrough:alias': 'gpu:1' };
    expect(move({ extraSpecs }, withSpecs(extraSpecs))).toMatchObject({ mechanism: 'cold', action: 'migrate' });
  });

  it('shuts down a guest whose disk is a device', () => {
    const paths = { nics: { data: 'vhost_net' }, disks: { root: 'pci_passthrough' } } as const;
    expect(move({ paths }).mechanism).toBe('cold');
  });

  it('shuts down a guest that another kind of switch will serve', () => {
    const place = { ...SOFTWARE, nics: SOFTWARE.nics.map((nic) => ({ ...nic, path: 'vhost_user' as const })) };
    expect(move({}, place).mechanism).toBe('cold');
  });

  it('moves a guest between vhost-net and QEMU while it runs: the same tap on the same bridge', () => {
    const place = { ...SOFTWARE, nics: SOFTWARE.nics.map((nic) => ({ ...nic, path: 'virtio' as const })) };
    expect(move({}, place).mechanism).toBe('transparent');
  });

  it('resizes where the place needs other extra specs', () => {
    expect(move({}, withSpecs({ 'hw:mem_page_size': 'large' }))).toMatchObject({
      mechanism: 'resize',
      action: 'resize',
    });
  });

  it('does not take another spelling for another flavor', () => {
    const vm = { extraSpecs: { 'hw:cpu_realtime': 'no', 'hw:mem_page_size': '2MB' } };
    expect(move(vm, withSpecs({ 'hw:mem_page_size': '2048' })).mechanism).toBe('transparent');
  });

  it('evacuates from a lost host, whatever the guest is made of', () => {
    expect(move({ paths: ON_A_VF }, WITH_VF, true)).toMatchObject({ mechanism: 'evacuate', action: 'evacuate' });
  });

  it('moves only the reservation of a VM without server, from a lost host too', () => {
    expect(move({ serverId: null, state: 'reserved' }, SOFTWARE, true)).toMatchObject({
      mechanism: 'ledger',
      action: 'none',
      interruption: { atLeastS: 0, atMostS: 0 },
    });
  });
});

describe('which moves are refused', () => {
  const COLD = { extraSpecs: { 'pci_passthrough:alias': 'gpu:1' } };
  const PLACE = withSpecs(COLD.extraSpecs);

  it('refuses a cold move to a VM that asked for live_required', () => {
    const refusal = move({ ...COLD, request: aVmRequest({ migration: 'live_required' }) }, PLACE).refusal;
    expect(refusal).toMatchObject({ code: 'vm.not_live_migratable' });
  });

  it('refuses a cold move where only live ones are allowed', () => {
    expect(move(COLD, PLACE, false, true).refusal).toMatchObject({ code: 'vm.not_live_migratable' });
    expect(move(COLD, PLACE).refusal).toBeNull();
  });

  it('lets a VM that is down already be built again, even where only live moves are allowed', () => {
    expect(move({ request: aVmRequest({ migration: 'live_required' }) }, SOFTWARE, true, true).refusal).toBeNull();
  });

  it('refuses an evacuation to a place that needs another flavor', () => {
    const place = withSpecs({ 'hw:mem_page_size': 'large' });
    expect(move({}, place, true).refusal).toMatchObject({ code: 'vm.flavor_changes' });
  });
});
