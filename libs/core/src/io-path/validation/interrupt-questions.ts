import type { GuestInterruptsInput } from '../model/guest-interrupts';
import type { Measurement } from './measurement';
import { nativeInterrupts, nativeValueOf, type MeasurementGroup } from './native-facts';
import { guestPolls, nicInputOf } from './network-conditions';
import { NO_NATIVE_FACTS } from './native-facts';
import { notPredicted, type RowQuestion } from './row-question';

/** Streams fill the wire or the core whatever they cost; servers answer fewer requests when each costs more. */
function isStream(workload: string): boolean {
  return /stream|iperf|bandwidth|bulk/i.test(workload);
}

function inputOf(row: Measurement, group: MeasurementGroup): GuestInterruptsInput {
  const { conditions, path, interrupts } = nicInputOf(row, NO_NATIVE_FACTS);
  if (path !== 'pci_passthrough' && path !== 'sriov_vf')
    notPredicted(`${row.metric} of path "${row.path}" is not modelled`);
  return {
    delivery: interrupts,
    nativePerSecond: nativeInterrupts(row, group),
    load: isStream(row.workload) ? 'bulk' : 'requests',
    beforeApicv: conditions?.beforeApicv ?? false,
  };
}

function exitsPerSecond(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.interrupts === 'polling' || guestPolls(row)) notPredicted('a guest that polls has no interrupts that exit');
  if (row.unit !== 'per_s') notPredicted(`unit "${row.unit}" of ${row.metric} is not one the model has`);
  if (row.path !== 'vhost-net') {
    const input = inputOf(row, group);
    return ({ predictInterrupts }) => predictInterrupts(input).exitsPerSecond;
  }
  if (row.interrupts === 'legacy') return ({ parameters }) => parameters['vhost_net.exits_when_busy'].default;
  // Without kicks and with interrupts delivered to the guest, what is left is what one busy queue causes.
  const input: GuestInterruptsInput = {
    delivery: row.interrupts,
    nativePerSecond: null,
    load: 'bulk',
    beforeApicv: false,
  };
  return ({ predictInterrupts }) => predictInterrupts(input).exitsPerSecond;
}

/** Questions about what interrupts do to a guest, by metric; null when the metric is not one of them. */
export function interruptQuestion(row: Measurement, group: MeasurementGroup): RowQuestion | null {
  switch (row.metric) {
    case 'vm_exits':
      return exitsPerSecond(row, group);
    case 'interrupts': {
      const input = inputOf(row, group);
      return ({ predictInterrupts }) => predictInterrupts(input).perSecond;
    }
    case 'time_in_guest': {
      const input = inputOf(row, group);
      return ({ predictInterrupts }) => 100 * predictInterrupts(input).timeInGuest;
    }
    case 'app_throughput':
    case 'app_latency_mean': {
      const native = nativeValueOf(row, group) ?? notPredicted('what the bare host does with this load is not said');
      const input = inputOf(row, group);
      const power = row.metric === 'app_throughput' ? 1 : -1;
      return ({ predictInterrupts }) => native * predictInterrupts(input).shareOfNative ** power;
    }
    default:
      return null;
  }
}
