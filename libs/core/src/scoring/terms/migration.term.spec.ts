import type { NicPathName } from '../../io-path/io-path';
import type { MigrationNeed } from '../../request/vm-request';
import { nicInput, nicPath } from '../../spec-score-inputs';
import { migrationEase } from './migration.term';

describe('the ease of moving the VM', () => {
  it.each<[MigrationNeed, NicPathName, number]>([
    ['live_required', 'vhost_net', 1],
    ['live_required', 'sriov_vf', 0.3],
    ['live_preferred', 'vhost_net', 1],
    ['live_preferred', 'sriov_vf', 0.5],
    ['live_preferred', 'pci_passthrough', 0],
    ['cold_ok', 'vhost_net', 1],
    ['cold_ok', 'sriov_vf', 0.9],
    ['cold_ok', 'pci_passthrough', 0.8],
  ])('where the need is %s, %s is worth %d', (migration, path, worth) => {
    expect(migrationEase.value(nicInput({ migration, path: nicPath(path) }))).toBe(worth);
  });

  it('is told by its mechanism (handbook 4.1)', () => {
    expect(migrationEase.reason(nicInput({ path: nicPath('sriov_vf') }))).toBe('live migration by unplug and replug');
  });
});
