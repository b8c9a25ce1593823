import { extraSpecPointer } from '../../../nova/nova-refusal';
import { set, type LintChange } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:locked_memory';

export const vdpaLockedMemory: LintRule = {
  code: 'vdpa.memory_not_locked',
  severity: 'error',
  rule: 'A guest with a vDPA port needs its memory locked: `hw:locked_memory=true` with `hw:mem_page_size`, or `hw:cpu_realtime`. libvirt raises the limit by itself for SR-IOV only, so the server fails to start.',
  source: 'release note vdpa-cc2300d2c46c150b; Nova, vDPA guide',
  find: (given) => {
    const port = given.ports.findIndex(({ vnicType }) => vnicType === 'vdpa');
    const locked =
      (given.spec(KEY) === null ? given.property('hw_locked_memory') === 'true' : given.isOn(KEY)) ||
      given.isOn('hw:cpu_realtime');
    if (port < 0 || locked) return [];
    const pages: readonly LintChange[] =
      given.spec('hw:mem_page_size') === null ? [set(extraSpecPointer('hw:mem_page_size'), 'small')] : [];
    return [
      {
        pointer: extraSpecPointer(KEY),
        message: `Port ${port} is vDPA, and the guest's memory is not locked.`,
        fixes: [[set(extraSpecPointer(KEY), 'true'), ...pages]],
      },
    ];
  },
};
