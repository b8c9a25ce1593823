import type { UnseenFact } from '@iopath/core';
import type { Machine } from '../machine/machine';
import { outputOf, type Probe, type ProbeFacts, unseenBy, unseenWhere } from './probe';

/** Names that distributions give the emulator of this architecture. */
const EMULATORS: readonly string[] = [
  'qemu-system-x86_64',
  'qemu-system-aarch64',
  'qemu-system-ppc64',
  'qemu-system-s390x',
  'qemu-kvm',
  '/usr/libexec/qemu-kvm',
];

/** Versions of libvirt and QEMU: as libvirt runs them, or as the programs themselves say. */
export const virtualisationVersions: Probe = { name: 'virsh', look: lookAtVersions };

async function lookAtVersions(machine: Machine): Promise<ProbeFacts> {
  const outcome = await machine.run('virsh', ['-r', '-c', 'qemu:///system', 'version']);
  const told = readVirshVersion(outputOf(outcome) ?? '');
  const unseen: UnseenFact[] = [];
  const libvirt = told.libvirt ?? (await libvirtVersion(machine));
  if (libvirt === null) unseen.push(unseenWhere(machine, unseenBy('versions.libvirt', 'virsh version', outcome)));
  const qemu = told.qemu ?? (await emulatorVersion(machine));
  if (qemu === null) unseen.push(unseenWhere(machine, unseenBy('versions.qemu', 'qemu', { kind: 'missing' })));
  const versions = { ...(libvirt === null ? {} : { libvirt }), ...(qemu === null ? {} : { qemu }) };
  return { settings: { versions }, unseen };
}

/** `virsh version` (libvirt, tools/virsh-host.c `cmdVersion`): what it uses, and what runs. */
export function readVirshVersion(text: string): { readonly libvirt: string | null; readonly qemu: string | null } {
  return {
    libvirt: /^Using library: libvirt (\d[\w.]{0,30})/m.exec(text)?.[1] ?? null,
    qemu: /^Running hypervisor: QEMU (\d[\w.]{0,30})/m.exec(text)?.[1] ?? null,
  };
}

/** libvirt has one daemon (`libvirtd`) or one a driver (`virtqemud`, since 5.6.0). */
async function libvirtVersion(machine: Machine): Promise<string | null> {
  for (const daemon of ['virtqemud', 'libvirtd']) {
    const text = outputOf(await machine.run(daemon, ['--version'])) ?? '';
    const version = /\(libvirt\) (\d[\w.]{0,30})/.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

async function emulatorVersion(machine: Machine): Promise<string | null> {
  for (const emulator of EMULATORS) {
    const text = outputOf(await machine.run(emulator, ['--version'])) ?? '';
    const version = /QEMU (?:emulator|PC emulator) version (\d[\w.]{0,30})/.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}
