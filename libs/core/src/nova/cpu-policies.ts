import { novaCpuSpec } from './cpu-spec';
import type { FlavorAndImage } from './flavor-and-image';
import { extraSpecPointer, imagePropertyPointer, refuse } from './nova-refusal';
import { pythonInt } from './python-values';

export type CpuPolicy = 'shared' | 'dedicated' | 'mixed';
export type ThreadPolicy = 'prefer' | 'isolate' | 'require';
export type EmulatorThreadsPolicy = 'isolate' | 'share';

/** What flavor and image together say about CPUs. */
export interface CpuDemand {
  readonly policy: CpuPolicy | null;
  readonly threadPolicy: ThreadPolicy | null;
  readonly emulatorThreadsPolicy: EmulatorThreadsPolicy | null;
  /** Guest CPUs that are pinned, ascending. */
  readonly dedicatedVcpus: readonly number[];
}

const POLICIES: readonly CpuPolicy[] = ['dedicated', 'shared', 'mixed'];
const THREAD_POLICIES: readonly ThreadPolicy[] = ['prefer', 'isolate', 'require'];
const EMULATOR_POLICIES: readonly EmulatorThreadsPolicy[] = ['isolate', 'share'];

/**
 * The CPU part of `nova/virt/hardware.py numa_get_constraints`, asked in Nova's order, so that of several
 * contradictions the same one is named.
 *
 * @throws NovaRefusalError
 */
export function cpuDemand(given: FlavorAndImage): CpuDemand {
  const statedPolicy = cpuPolicy(given);
  const statedThreadPolicy = threadPolicy(given);
  const realtime = realtimeVcpus(given);
  const masked = dedicatedMask(given);
  const emulatorThreadsPolicy = emulatorPolicy(given);
  const policy = policyByResources(given, statedPolicy, emulatorThreadsPolicy) ?? statedPolicy;
  const effectiveThreadPolicy = threadPolicyByTrait(given, statedThreadPolicy) ?? statedThreadPolicy;
  const demand = { policy, threadPolicy: effectiveThreadPolicy, emulatorThreadsPolicy };
  if (policy === 'mixed') return { ...demand, dedicatedVcpus: mixedVcpus(realtime, masked) };
  if (policy === 'dedicated') {
    if (masked !== null) refuseMaskWithoutMixed();
    return { ...demand, dedicatedVcpus: allVcpus(given) };
  }
  checkUnpinned(demand, masked, realtime);
  return { ...demand, dedicatedVcpus: [] };
}

/** The policy that flavor and image agree on; the image may strengthen an unset one, never overrule a stated one. */
export function cpuPolicy(given: FlavorAndImage): CpuPolicy | null {
  const flavorSays = known(given, 'hw:cpu_policy', POLICIES, 'InvalidCPUAllocationPolicy');
  const imageSays = POLICIES.find((policy) => policy === given.imageText('hw_cpu_policy')) ?? null;
  const forbidden =
    (flavorSays === 'mixed' && imageSays === 'dedicated') ||
    (flavorSays === 'shared' && (imageSays === 'mixed' || imageSays === 'dedicated'));
  if (forbidden) {
    refuse(
      'ImageCPUPinningForbidden',
      `Flavor has hw:cpu_policy=${flavorSays}; the image may not ask for ${imageSays}.`,
      imagePropertyPointer('hw_cpu_policy'),
    );
  }
  return flavorSays ?? imageSays;
}

function threadPolicy(given: FlavorAndImage): ThreadPolicy | null {
  const key = 'hw:cpu_thread_policy';
  const flavorSays = known(given, key, THREAD_POLICIES, 'InvalidCPUThreadAllocationPolicy');
  const imageSays = THREAD_POLICIES.find((policy) => policy === given.imageText('hw_cpu_thread_policy')) ?? null;
  // A flavor that prefers keeps its word whatever the image says; an absent policy leaves the choice to the image.
  if (flavorSays === 'prefer') return 'prefer';
  const open = given.spec(key) === null;
  if (!open && imageSays !== null && imageSays !== flavorSays) refuseThreadPolicy();
  return open ? imageSays : flavorSays;
}

function refuseThreadPolicy(): never {
  refuse(
    'ImageCPUThreadPolicyForbidden',
    'The image may not overrule the flavor in hw:cpu_thread_policy.',
    imagePropertyPointer('hw_cpu_thread_policy'),
  );
}

/** The emulator thread policy of the flavor; images have none. */
export function emulatorPolicy(given: FlavorAndImage): EmulatorThreadsPolicy | null {
  return known(given, 'hw:emulator_threads_policy', EMULATOR_POLICIES, 'InvalidEmulatorThreadsPolicy');
}

function known<Word extends string>(
  given: FlavorAndImage,
  key: string,
  words: readonly Word[],
  exception: string,
): Word | null {
  const text = given.spec(key);
  if (!text) return null;
  return (
    words.find((word) => word === text) ??
    refuse(exception, `${key} must be one of ${words.join(', ')}, not "${text}".`, extraSpecPointer(key))
  );
}

/**
 * Guest CPUs with realtime scheduling; null when the flavor does not ask for it. The image's mask wins.
 *
 * @throws NovaRefusalError `RealtimeMaskNotFoundOrInvalid`: no CPU is left for the emulator, or the mask is wrong.
 */
export function realtimeVcpus(given: FlavorAndImage): readonly number[] | null {
  if (given.specBoolean('hw:cpu_realtime') !== true) return null;
  const pointer = extraSpecPointer('hw:cpu_realtime_mask');
  const mask = given.imageText('hw_cpu_realtime_mask') || given.spec('hw:cpu_realtime_mask');
  const realtime = mask ? vcpusOfMask(given, mask, pointer) : allVcpus(given);
  const everyVcpu = realtime.length === given.vcpus && realtime.every((cpu) => cpu < given.vcpus);
  if (realtime.length === 0 || (emulatorPolicy(given) === null && everyVcpu)) {
    refuse(
      'RealtimeMaskNotFoundOrInvalid',
      'Realtime needs a mask that leaves at least one vCPU out, or an emulator threads policy.',
      pointer,
    );
  }
  if (realtime.some((cpu) => cpu >= given.vcpus)) {
    refuse('RealtimeMaskNotFoundOrInvalid', 'The realtime mask names vCPUs that the flavor does not have.', pointer);
  }
  return realtime;
}

/** `hw:cpu_dedicated_mask`: some vCPUs, but neither none nor all; null when it is not set. */
function dedicatedMask(given: FlavorAndImage): readonly number[] | null {
  const key = 'hw:cpu_dedicated_mask';
  const mask = given.spec(key);
  if (!mask) return null;
  const dedicated = vcpusOfMask(given, mask, extraSpecPointer(key));
  const some = dedicated.length > 0 && allVcpus(given).some((cpu) => !dedicated.includes(cpu));
  if (!some || dedicated.some((cpu) => cpu >= given.vcpus)) {
    refuse(
      'InvalidMixedInstanceDedicatedMask',
      `"${mask}" must name some of the ${given.vcpus} vCPUs, and leave some out.`,
      extraSpecPointer(key),
    );
  }
  return dedicated;
}

/** A mask that starts with `^` is taken off all vCPUs. */
function vcpusOfMask(given: FlavorAndImage, mask: string, pointer: string): readonly number[] {
  const text = mask.trim().startsWith('^') ? `0-${given.vcpus - 1},${mask}` : mask;
  return novaCpuSpec(text) ?? refuse('Invalid', `"${mask}" is not a list of guest CPUs.`, pointer);
}

function allVcpus(given: FlavorAndImage): readonly number[] {
  return Array.from({ length: given.vcpus }, (_, cpu) => cpu);
}

/** `resources:PCPU` and `resources:VCPU` say the same as a CPU policy; null when the flavor has neither. */
function policyByResources(
  given: FlavorAndImage,
  stated: CpuPolicy | null,
  emulator: EmulatorThreadsPolicy | null,
): CpuPolicy | null {
  const vcpus = requestedResource(given, 'VCPU');
  const pcpus = requestedResource(given, 'PCPU');
  if (stated !== null && (vcpus !== 0 || pcpus !== 0)) {
    refuseResource('resources:VCPU and resources:PCPU cannot go with a CPU policy; use one or the other.');
  }
  if (vcpus !== 0 && pcpus !== 0)
    refuseResource('resources:VCPU cannot go with resources:PCPU; use hw:cpu_policy=mixed.');
  if (pcpus !== 0) {
    const needed = given.vcpus + (emulator === 'isolate' ? 1 : 0);
    if (pcpus !== needed) refuseResource(`resources:PCPU must be ${needed} for this flavor, not ${pcpus}.`);
    return 'dedicated';
  }
  return vcpus === 0 ? null : 'shared';
}

/** Like Nova, adds up plain and numbered groups, and takes any class whose name starts so. */
function requestedResource(given: FlavorAndImage, resourceClass: 'VCPU' | 'PCPU'): number {
  const pattern = new RegExp(`^resources([1-9][0-9]*)?:${resourceClass}`);
  return Object.entries(given.flavor.extraSpecs)
    .filter(([key]) => pattern.test(key))
    .reduce((sum, [, value]) => sum + (pythonInt(value) ?? 0), 0);
}

function refuseResource(message: string): never {
  refuse('InvalidRequest', message, '/flavor/extra_specs');
}

/** `trait:HW_CPU_HYPERTHREADING` says the same as a thread policy; null when nobody asks for the trait. */
function threadPolicyByTrait(given: FlavorAndImage, stated: ThreadPolicy | null): ThreadPolicy | null {
  const pattern = /^trait([1-9][0-9]*)?:HW_CPU_HYPERTHREADING/;
  const spec = Object.entries(given.flavor.extraSpecs).find(([key]) => pattern.test(key));
  const trait = spec?.[1] ?? (given.imageRequiresTrait('HW_CPU_HYPERTHREADING') ? 'required' : null);
  if (stated !== null && trait) {
    refuse(
      'InvalidRequest',
      'trait:HW_CPU_HYPERTHREADING cannot go with a CPU thread policy; use one or the other.',
      extraSpecPointer(spec?.[0] ?? 'hw:cpu_thread_policy'),
    );
  }
  if (trait === 'forbidden') return 'isolate';
  return trait === 'required' ? 'require' : null;
}

function mixedVcpus(realtime: readonly number[] | null, masked: readonly number[] | null): readonly number[] {
  const pointer = extraSpecPointer('hw:cpu_dedicated_mask');
  if (realtime !== null && masked !== null) {
    refuse('RequiredMixedOrRealtimeCPUMask', 'Give either a dedicated mask or a realtime mask, not both.', pointer);
  }
  return (
    masked ??
    realtime ??
    refuse('RequiredMixedOrRealtimeCPUMask', 'hw:cpu_policy=mixed needs a dedicated or a realtime mask.', pointer)
  );
}

function refuseMaskWithoutMixed(): never {
  refuse(
    'RequiredMixedInstancePolicy',
    'hw:cpu_dedicated_mask needs hw:cpu_policy=mixed.',
    extraSpecPointer('hw:cpu_dedicated_mask'),
  );
}

/** What only makes sense with pinned vCPUs. */
function checkUnpinned(
  demand: Omit<CpuDemand, 'dedicatedVcpus'>,
  masked: readonly number[] | null,
  realtime: readonly number[] | null,
): void {
  if (demand.threadPolicy !== null) {
    refuse(
      'CPUThreadPolicyConfigurationInvalid',
      'A CPU thread policy needs hw:cpu_policy dedicated or mixed.',
      extraSpecPointer('hw:cpu_thread_policy'),
    );
  }
  if (demand.emulatorThreadsPolicy === 'isolate') {
    refuse(
      'BadRequirementEmulatorThreadsPolicy',
      'hw:emulator_threads_policy=isolate needs hw:cpu_policy dedicated or mixed.',
      extraSpecPointer('hw:emulator_threads_policy'),
    );
  }
  if (masked !== null) refuseMaskWithoutMixed();
  if (realtime !== null) {
    refuse(
      'RealtimeConfigurationInvalid',
      'hw:cpu_realtime needs hw:cpu_policy dedicated or mixed.',
      extraSpecPointer('hw:cpu_realtime'),
    );
  }
}
