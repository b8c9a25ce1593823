import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { CliProgram } from '../support/cli-program';
import { readCaptures, withOutputs, withoutTimes } from '../support/doc-captures';

const ROOT = path.resolve(__dirname, '../..');
const PAGE = path.join(ROOT, 'docs/cli.md');

let advisor: TestAdvisor;
let program: CliProgram;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(ROOT, 'examples/fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
  program = CliProgram.build({ IOPATH_ENDPOINT: advisor.url, CLIFF_MAX_TERM_WIDTH: '118' });
  await unplugCable();
});

afterAll(async () => {
  program.remove();
  await advisor.close();
});

/** So that there is a change to tell of. */
async function unplugCable(): Promise<void> {
  const { json } = await advisor.send('GET', '/v1/hosts/compute-03/inventory');
  const inventory = json as { pfs: { ifname: string; link_state: string }[] };
  const pfs = inventory.pfs.map((pf) => (pf.ifname === 'ens4f0np0' ? { ...pf, link_state: 'down' } : pf));
  await advisor.send('PUT', '/v1/hosts/compute-03/inventory', { ...inventory, pfs });
}

describe('the page on the command line', () => {
  it('shows what the program prints', async () => {
    const page = readFileSync(PAGE, 'utf8');
    const captures = readCaptures(page);
    const outputs: string[] = [];
    // One after the other: what one recommends the next one lists.
    for (const { command } of captures) outputs.push(await program.shell(command));
    if (process.env['WRITE_CAPTURES'] === '1') writeFileSync(PAGE, withOutputs(page, outputs));

    const shown = readCaptures(readFileSync(PAGE, 'utf8'));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.map(({ printed }) => withoutTimes(printed))).toEqual(outputs.map(withoutTimes));
  });
});
