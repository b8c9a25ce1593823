import { virtioQueues, type VirtioQueueInput } from './virtio-queues';

describe('the number of virtio queues (handbook 1.3)', () => {
  it.each`
    vcpus  | kernelVersion          | multiqueue | maxQueues | queues | case
    ${8}   | ${'5.15.0-91-generic'} | ${false}   | ${null}   | ${1}   | ${'not asked for'}
    ${1}   | ${'5.15.0'}            | ${true}    | ${null}   | ${1}   | ${'one vCPU never has more'}
    ${2}   | ${'5.15.0'}            | ${true}    | ${null}   | ${2}   | ${'two have two'}
    ${300} | ${'10.1.0'}            | ${true}    | ${null}   | ${300} | ${'10 is no 1'}
    ${64}  | ${'el-3.10'}           | ${true}    | ${null}   | ${64}  | ${'a name before the number'}
    ${4}   | ${'5.15.0-91-generic'} | ${true}    | ${null}   | ${4}   | ${'one a vCPU'}
    ${300} | ${'6.8.0'}             | ${true}    | ${null}   | ${300} | ${'no limit from 5.x on'}
    ${300} | ${'4.18.0-553.el8'}    | ${true}    | ${null}   | ${256} | ${'256 in 4.x'}
    ${10}  | ${'3.10.0-1160.el7'}   | ${true}    | ${null}   | ${8}   | ${'8 in 3.x'}
    ${10}  | ${'2.6.32'}            | ${true}    | ${null}   | ${1}   | ${'one before 3.0'}
    ${10}  | ${'4.2.0'}             | ${true}    | ${2}      | ${2}   | ${'max_queues goes before the kernel'}
    ${10}  | ${'3.10.0'}            | ${true}    | ${16}     | ${10}  | ${'even upwards'}
    ${64}  | ${null}                | ${true}    | ${null}   | ${64}  | ${'an unknown kernel counts as current'}
    ${64}  | ${'el8'}               | ${true}    | ${null}   | ${64}  | ${'so does one that does not start with a number'}
  `('$case', ({ queues, ...input }: VirtioQueueInput & { queues: number }) => {
    expect(virtioQueues(input)).toBe(queues);
  });
});
