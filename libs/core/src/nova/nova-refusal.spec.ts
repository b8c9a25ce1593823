import { refusalCode } from './nova-refusal';

describe('the code of a refusal', () => {
  it.each([
    ['Invalid', 'nova.invalid'],
    ['LockMemoryForbidden', 'nova.lock_memory_forbidden'],
    ['ImageNUMATopologyForbidden', 'nova.image_numa_topology_forbidden'],
    ['InvalidMixedInstanceDedicatedMask', 'nova.invalid_mixed_instance_dedicated_mask'],
    ['CPUThreadPolicyConfigurationInvalid', 'nova.cpu_thread_policy_configuration_invalid'],
  ])('of Nova’s %s is %s', (exception, code) => {
    expect(refusalCode(exception)).toBe(code);
  });
});
