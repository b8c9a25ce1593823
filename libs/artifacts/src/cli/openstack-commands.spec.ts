import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { portName } from '@iopath/core';
import { aGuestBlueprint, aPortAnswer, nastyGuest, nastyText, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import type { ArtifactSource } from '../artifact';
import { openstackCommands } from './openstack-commands';
import { shellQuote } from './shell-quote';

const GUESTS = tellingGuests();

const RUNS = { numRuns: 25 };
let folder: string;

/** In place of the client: says what it was called with, and answers as if nothing were there yet. */
const CLIENT = `#!/usr/bin/env bash
printf '%s\\0' "$#" "$@" >>"$CALLS"
case "$*" in
  *"flavor show"*) exit 1 ;;
  *"port create"*) echo port-id ;;
esac
`;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iopath-cli-'));
  writeFileSync(path.join(folder, 'openstack'), CLIENT, { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true }));

function sourceOf(guest = aGuestBlueprint(), placement: ArtifactSource['placement'] = 'host'): ArtifactSource {
  return { recommendationId: guest.recommendationId, guests: [guest], placement };
}

/** Runs the script with a client that only listens; gives the arguments of each call. */
function callsOf(source: ArtifactSource): readonly (readonly string[])[] {
  const calls = path.join(folder, 'calls');
  writeFileSync(calls, '');
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    CALLS: calls,
    IMAGE: 'image-id',
    NETWORK_1: 'network-id',
    VOLUME_1: 'volume-id',
  };
  const run = spawnSync('bash', [], { input: openstackCommands(source).text, env, cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const words = readFileSync(calls, 'utf8').split('\0');
  const found: string[][] = [];
  for (let at = 0; at + 1 < words.length;) {
    const count = Number(words[at]);
    found.push(words.slice(at + 1, at + 1 + count));
    at += count + 1;
  }
  return found;
}

describe('the shell script', () => {
  it('makes flavor, port and server, in that order, with what was recommended', () => {
    const port = aPortAnswer({ numaAffinityPolicy: 'required', bindingProfile: { capabilities: ['switchdev'] } });
    const flavor = { name: 'f', vcpus: 2, ramMib: 2048, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };
    const guest = aGuestBlueprint({ flavor, ports: [port] });
    const api = '--os-compute-api-version=2.86';

    expect(callsOf(sourceOf(guest))).toEqual([
      ['flavor', 'show', '--', 'f'],
      [
        api,
        ...['flavor', 'create', '--vcpus=2', '--ram=2048', '--disk=20', '--description=iopath-advisor'],
        '--property=hw:cpu_policy=dedicated',
        '--',
        'f',
      ],
      ['port', 'list', `--name=${portName(guest, 'data')}`, '-f', 'value', '-c', 'ID'],
      [
        ...[
          'port',
          'create',
          '--network=network-id',
          '--vnic-type=direct',
          '--binding-profile={"capabilities":["switchdev"]}',
        ],
        ...['--numa-policy-required', '-f', 'value', '-c', 'id', '--', portName(guest, 'data')],
      ],
      [
        ...[api, 'server', 'create', '--flavor=f', '--image=image-id', '--nic=port-id=port-id', '--host=compute-01'],
        ...[`--property=iopath_recommendation=${guest.recommendationId}`, '--property=iopath_member=0', '--', 'web-1'],
      ],
    ]);
  });

  it.each([...GUESTS.keys()])('is a script for %s', (name) => {
    const guest = GUESTS.get(name);
    expect(callsOf(sourceOf(guest)).at(-1)).toContain('web-1');
  });

  it('hands over every name as it is, and runs none', () => {
    const cleared = (text: string) => text.replaceAll('\0', '');
    fc.assert(
      fc.property(nastyGuest(), (guest) => {
        const calls = callsOf(sourceOf(guest));

        expect(calls).toHaveLength(5);
        expect(calls[1]?.at(-1)).toBe(cleared(guest.flavor.name));
        expect(calls[4]?.at(-1)).toBe(cleared(guest.serverName));
        expect(readdirSync(folder).sort()).toEqual(['calls', 'openstack']);
      }),
      RUNS,
    );
  });

  it('quotes every word so that a shell reads it back', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        const read = spawnSync('bash', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' });
        expect(read.stdout).toBe(text.replaceAll('\0', ''));
      }),
      RUNS,
    );
  });
});
