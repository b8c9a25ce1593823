import { NIC_PATHS } from '../io-path/catalogue';
import { combinationsOf } from './combinations';
import type { NicOption } from './host-options';

function options(...names: string[]): readonly NicOption[] {
  return NIC_PATHS.filter((path) => names.includes(path.name)).map((path) => ({ path, pfs: [] }));
}

function asText(combinations: readonly (readonly NicOption[])[]): string[] {
  return combinations.map((combination) => combination.map((option) => option.path.name).join('+'));
}

describe('combinations of NIC paths', () => {
  it('of a VM without NICs are one, the empty one', () => {
    expect(combinationsOf([])).toEqual([[]]);
  });

  it('give every NIC each of its paths', () => {
    const combinations = combinationsOf([options('vhost_net', 'sriov_vf'), options('vhost_net', 'sriov_vf')]);

    expect(asText(combinations)).toEqual([
      'vhost_net+vhost_net',
      'vhost_net+sriov_vf',
      'sriov_vf+vhost_net',
      'sriov_vf+sriov_vf',
    ]);
  });

  it('never put an emulated NIC beside a virtio NIC: an image has one hw_vif_model', () => {
    const combinations = combinationsOf([
      options('vhost_net', 'emulated'),
      options('vhost_net', 'emulated', 'sriov_vf'),
    ]);

    expect(asText(combinations)).toEqual([
      'vhost_net+vhost_net',
      'vhost_net+sriov_vf',
      'emulated+sriov_vf',
      'emulated+emulated',
    ]);
  });

  it('stay within 256 for a VM with many NICs, and leave each NIC a path', () => {
    const many = Array.from({ length: 12 }, () => options('vhost_net', 'sriov_vf', 'pci_passthrough'));

    const combinations = combinationsOf(many);

    expect(combinations.length).toBeGreaterThan(0);
    expect(combinations.length).toBeLessThanOrEqual(256);
    expect(combinations.every((combination) => combination.length === 12)).toBe(true);
  });
});
