import type { PathCardAnswer } from './answers';
import { comparisonOf } from './comparison';

const VHOST: PathCardAnswer = {
  device: 'data',
  kind: 'nic',
  path: 'vhost_net',
  host_name: 'compute-01',
  hosts: 20,
  predicted: {
    latency_us: { p99: 88.12 },
    throughput_gbps: { value: 14.63, interval: [12, 16] },
    host_cores_per_gbps: { value: 0.0881, interval: [0.05, 0.1] },
  },
  migration: { mechanism: 'transparent' },
  prerequisites_missing: [],
  blocked_by: [],
};

describe('the comparison that the demo prints', () => {
  it('has a line for each path, those without a host last, and says what keeps them out', () => {
    const vdpa = { ...VHOST, path: 'vdpa', host_name: null, blocked_by: [{ code: 'vhost.no_vdpa', hosts: 24 }] };
    const isolated = { ...vdpa, path: 'emulated', blocked_by: [{ code: 'isolation.too_weak', hosts: null }] };
    const overloaded = { ...VHOST, path: 'virtio', predicted: { ...VHOST.predicted, latency_us: null } };

    expect(comparisonOf([vdpa, isolated, VHOST, overloaded])).toEqual([
      '  all paths of this NIC, each on its best host:',
      '    path       best host   p99 µs      Gbit/s  cores/Gbit/s  moves        to set up',
      '    vhost_net  compute-01  88          15      0.088         transparent  0',
      '    virtio     compute-01  overloaded  15      0.088         transparent  0',
      '    vdpa: no host; vhost.no_vdpa on 24',
      '    emulated: no host; isolation.too_weak',
    ]);
  });

  it('leaves disks out', () => {
    expect(comparisonOf([{ ...VHOST, kind: 'disk' }])).toHaveLength(2);
  });
});
