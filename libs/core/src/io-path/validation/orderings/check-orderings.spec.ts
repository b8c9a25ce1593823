import { PARAMETERS, type ParameterName } from '../../model/parameters.data';
import { pathModel, SHIPPED_MODEL } from '../../model/path-model';
import { checkOrderings } from './check-orderings';

/** The shipped model with one parameter set to what no host has. */
function broken(name: ParameterName, value: number) {
  return pathModel('broken', { ...PARAMETERS, [name]: { ...PARAMETERS[name], default: value } });
}

describe('the orderings that hold on every test bed', () => {
  it.each(checkOrderings(SHIPPED_MODEL))('$id holds in the shipped model', ({ holds, detail }) => {
    expect(holds ? '' : detail).toBe('');
  });

  it.each<[string, ParameterName, number]>([
    ['1', 'virtio.packet_ns', 100],
    ['2', 'vhost_net.adder_us', 200],
    ['3', 'vhost_net.bulk_ns_per_byte', 2],
    ['4', 'vhost_net.bulk_ns_per_byte', 0.001],
    ['5', 'vhost_net.polling_packet_ns', 10],
    ['6', 'interrupt.exits_posted', 3],
    ['7', 'coalescing.speed_up', 0.5],
    ['8', 'numa.latency_factor', 0.5],
    ['10', 'sharers.kernel_exponent', -1],
    ['11', 'vhost_user.switch_flows_exponent', -0.5],
    ['12', 'virtio_blk.adder_iothread_us', 50],
    ['13', 'hardware.host_cores_per_nic', 5],
    ['14', 'guest_iommu.emulated_factor', 1],
  ])('%s is violated when %s is %d, and the detail says by what', (id, name, value) => {
    const result = checkOrderings(broken(name, value)).find((each) => each.id === id);

    expect(result?.holds).toBe(false);
    expect(result?.detail).toMatch(/\d/);
  });
});
