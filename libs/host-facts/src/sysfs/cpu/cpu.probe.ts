import type { CpuSet, SettingFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, firstValues, flagOf } from '../attributes';
import { kernelCommandLine, parametersNamed } from '../kernel/kernel.probe';
import type { TreeNotes } from '../tree-notes';
import { architectureOf, cpuinfoHead } from './architecture';
import { cpusOfList } from './cpu-lists';
import { CPUS } from './online-cpus';

type CpuFacts = NonNullable<SettingFacts['cpu']>;

/** Names that `/proc/cpuinfo` has for the model: x86 and arm64 with ACPI, MIPS, POWER. */
const MODEL_NAMES = ['model name', 'Model Name', 'cpu model', 'cpu'];

/** Flags of `isolcpus=` come before its list (Documentation/admin-guide/kernel-parameters.txt). */
const ISOLATION_FLAGS: ReadonlySet<string> = new Set(['nohz', 'domain', 'managed_irq']);

/** Architecture, model, isolated CPUs, and whether cores run several threads. */
export function cpuFacts(tree: HostTree, notes: TreeNotes): CpuFacts {
  const architecture = architectureOf(tree);
  if (architecture === null) notes.unseen('cpu.arch', '/proc/cpuinfo', '/proc/cpuinfo');
  else if (architecture.inferred !== null) notes.assume('cpu.arch', architecture.inferred);
  const model = modelOf(tree);
  if (model === null) notes.unseen('cpu.model', '/proc/cpuinfo', '/proc/cpuinfo');
  const isolatedCpus = isolatedOf(tree, notes);
  const smtActive = flagOf(tree, `${CPUS}/smt/active`);
  return {
    ...(architecture && { arch: architecture.name }),
    ...(model !== null && { model }),
    ...(isolatedCpus && { isolatedCpus }),
    ...(smtActive !== null && { smtActive }),
  };
}

function modelOf(tree: HostTree): string | null {
  const cpuinfo = firstValues(cpuinfoHead(tree), ':');
  const name = MODEL_NAMES.map((key) => cpuinfo.get(key)).find((value) => value !== undefined && value !== '');
  return name?.replace(/\s+/g, ' ') ?? null;
}

/** With flags, and without `domain` among them, it leaves the scheduler alone. */
function isolatedByParameter(value: string): CpuSet | null {
  const parts = value.split(',');
  const flags = parts.filter((part) => ISOLATION_FLAGS.has(part));
  const cpus = cpusOfList(parts.filter((part) => !ISOLATION_FLAGS.has(part)).join(','));
  return flags.length > 0 && !flags.includes('domain') && cpus !== null ? [] : cpus;
}

/** What the kernel isolated; where the capture lacks it, what it was told to isolate. */
function isolatedOf(tree: HostTree, notes: TreeNotes): CpuSet | null {
  const text = attributeOf(tree, `${CPUS}/isolated`);
  const isolated = text === null ? null : cpusOfList(text);
  if (isolated !== null) return isolated;
  const asked = parametersNamed(kernelCommandLine(tree), 'isolcpus').at(-1);
  const cpus = asked === undefined ? null : isolatedByParameter(asked);
  if (cpus === null) notes.unseen('cpu.isolated_cpus', `${CPUS}/isolated`, `${CPUS}/isolated`);
  else notes.assume('cpu.isolated_cpus', 'isolcpus= of the kernel command line');
  return cpus;
}
