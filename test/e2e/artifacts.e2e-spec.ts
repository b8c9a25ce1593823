import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const URL = '/v1/recommendations';

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

async function decided(
  example: string,
  changes: object = {},
): Promise<{ readonly id: string; readonly host_name: string }> {
  const request = JSON.parse(readFileSync(path.join(EXAMPLES, `requests/${example}.json`), 'utf8')) as object;
  const { json } = await advisor.send('POST', URL, { ...request, ...changes }, { prefer: 'wait=30' });
  return json as { readonly id: string; readonly host_name: string };
}

describe('the artifacts of a recommendation', () => {
  it.each([
    ['cli', 'text/x-shellscript', '.sh', '#!/usr/bin/env bash'],
    ['heat', 'application/yaml', '.yaml', '"heat_template_version"'],
    ['terraform', 'text/plain', '.tf', '# Servers of recommendation'],
    ['libvirt', 'application/xml', '-0.xml', '<?xml version="1.0" encoding="UTF-8"?>'],
    ['nova_conf', 'text/plain', '.nova.conf', '# nova.conf for recommendation'],
    ['openstacksdk', 'text/x-python', '.py', '#!/usr/bin/env python3'],
  ])('come as %s, with their media type and a file name', async (format, type, ending, start) => {
    const { id } = await decided('latency-critical');
    const answer = await advisor.send('GET', `${URL}/${id}/artifacts?format=${format}`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(type);
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="iopath-${id}${ending}"$`),
    );
    expect(answer.text.startsWith(start)).toBe(true);
  });

  it('name the host only where that was asked for', async () => {
    const { id, host_name: host } = await decided('latency-critical');
    const textOf = async (query: string) => (await advisor.send('GET', `${URL}/${id}/artifacts?${query}`)).text;

    for (const format of ['cli', 'heat', 'terraform', 'openstacksdk']) {
      expect(await textOf(`format=${format}`)).not.toContain(host);
      expect(await textOf(`format=${format}&placement=host`)).toContain(host);
    }
  });

  it('are of all VMs, or of one', async () => {
    const { id } = await decided('web-vm', { count: 2, name: "web'; exit 1; '" });
    const serversOf = async (query: string) => {
      const { text } = await advisor.send('GET', `${URL}/${id}/artifacts?format=heat${query}`);
      const { resources } = parse(text) as {
        resources: Record<string, { type: string; properties: { name: string } }>;
      };
      return Object.values(resources).flatMap(({ type, properties }) =>
        type === 'OS::Nova::Server' ? [properties.name] : [],
      );
    };

    expect(await serversOf('')).toEqual(["web'; exit 1; '-1", "web'; exit 1; '-2"]);
    expect(await serversOf('&member=1')).toEqual(["web'; exit 1; '-2"]);
    expect(await advisor.send('GET', `${URL}/${id}/artifacts?format=heat&member=2`)).toMatchObject({
      status: 400,
      json: { code: 'query.invalid', errors: [{ parameter: 'member' }] },
    });
  });

  it('are refused for a format that there is not, and for what is not ready', async () => {
    const { id } = await decided('fits-nowhere');
    const other = await decided('web-vm');

    expect(await advisor.send('GET', `${URL}/${id}/artifacts?format=cli`)).toMatchObject({
      status: 409,
      json: { code: 'recommendation.not_ready' },
    });
    expect((await advisor.send('GET', `${URL}/${other.id}/artifacts?format=ansible`)).status).toBe(400);
    expect((await advisor.send('GET', `${URL}/${other.id}/artifacts`)).status).toBe(400);
  });
});
