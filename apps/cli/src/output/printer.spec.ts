import { parse } from 'yaml';
import { UsageError } from '../exit-codes';
import { SpecSurroundings } from '../spec-surroundings';
import type { Column, Field } from './cell';
import type { OutputArguments } from './output-options';
import { Printer } from './printer';

interface Host {
  readonly name: string;
  readonly vfs: number | null;
  readonly aggregates: readonly string[];
}

const COLUMNS: readonly Column<Host>[] = [
  { name: 'Host Name', cell: ({ name }) => name },
  { name: 'VFs', cell: ({ vfs }) => vfs },
  { name: 'Aggregates', isLong: true, cell: ({ aggregates }) => ({ value: aggregates }) },
];

const HOSTS: readonly Host[] = [
  { name: 'compute-10', vfs: 8, aggregates: ['sriov', 'fast'] },
  { name: 'compute-2', vfs: null, aggregates: [] },
  { name: 'compute-1', vfs: 64, aggregates: ['sriov'] },
];

const FIELDS: readonly Field[] = [
  { name: 'host_name', value: 'compute-1' },
  { name: 'versions', value: { qemu: '8.2.2', libvirt: null } },
  { name: 'pfs', value: [{ address: '0000:3b:00.0' }], text: '0000:3b:00.0 ens1f0' },
  { name: 'rack', value: undefined },
];

function printed(
  args: Partial<OutputArguments>,
  print: (printer: Printer) => void,
  env: NodeJS.ProcessEnv = {},
): string {
  const surroundings = new SpecSurroundings(env);
  const all = {
    output: 'table',
    column: undefined,
    noindent: false,
    'max-width': undefined,
    'fit-width': false,
  } as const;
  print(new Printer({ ...all, ...args }, surroundings));
  return surroundings.stdout.text;
}

const list = (args: Partial<OutputArguments> = {}, rows = HOSTS) =>
  printed(args, (printer) => printer.list(COLUMNS, rows));
const show = (args: Partial<OutputArguments> = {}) => printed(args, (printer) => printer.show(FIELDS));

describe('a list', () => {
  it('is a table with the frame that openstack draws, and None for what is not known', () => {
    expect(list()).toBe(
      [
        '+------------+------+',
        '| Host Name  | VFs  |',
        '+------------+------+',
        '| compute-10 | 8    |',
        '| compute-2  | None |',
        '| compute-1  | 64   |',
        '+------------+------+',
        '',
      ].join('\n'),
    );
  });

  it('is an empty line when there is nothing in it, or the head of its table where that is asked for', () => {
    expect(list({}, [])).toBe('\n');
    expect(list({ 'print-empty': true }, [])).toContain('| Host Name | VFs |');
    expect(list({ output: 'json' }, [])).toBe('[]\n');
    expect(list({ output: 'yaml' }, [])).toBe('[]\n');
    expect(list({ output: 'value' }, [])).toBe('');
  });

  it('is JSON with the values as the service gave them', () => {
    expect(JSON.parse(list({ output: 'json', long: true }))).toEqual([
      { 'Host Name': 'compute-10', VFs: 8, Aggregates: ['sriov', 'fast'] },
      { 'Host Name': 'compute-2', VFs: null, Aggregates: [] },
      { 'Host Name': 'compute-1', VFs: 64, Aggregates: ['sriov'] },
    ]);
  });

  it('is JSON in one line where that is asked for', () => {
    expect(list({ output: 'json', noindent: true }, HOSTS.slice(0, 1))).toBe('[{"Host Name":"compute-10","VFs":8}]\n');
  });

  it('is YAML that says the same', () => {
    expect(parse(list({ output: 'yaml', long: true }))).toEqual(JSON.parse(list({ output: 'json', long: true })));
  });

  it('is a line a row of bare values, lists as JSON', () => {
    expect(list({ output: 'value', long: true })).toBe(
      'compute-10 8 ["sriov","fast"]\ncompute-2 None []\ncompute-1 64 ["sriov"]\n',
    );
  });
});

describe('columns', () => {
  it('come in the order in which they are asked for, hidden ones too', () => {
    expect(list({ output: 'value', column: ['Aggregates', 'Host Name'] }, HOSTS.slice(2))).toBe(
      '["sriov"] compute-1\n',
    );
  });

  it.each(['host name', 'HOST_NAME', 'Host-Name', ' host  name '])('are found as "%s"', (asked) => {
    expect(list({ output: 'value', column: [asked] }, HOSTS.slice(2))).toBe('compute-1\n');
  });

  it('that do not exist are refused with those that do', () => {
    expect(() => list({ column: ['hostname'] })).toThrow(
      new UsageError('There is no column "hostname". There are: Host Name, VFs, Aggregates.'),
    );
    expect(() => list({ 'sort-column': ['size'] })).toThrow(UsageError);
    expect(() => show({ column: ['racks'] })).toThrow(UsageError);
  });

  it('sort numbers by size and names by their letters, what is not known last either way', () => {
    const names = (args: Partial<OutputArguments>) => list({ output: 'value', column: ['Host Name'], ...args }).trim();

    expect(names({ 'sort-column': ['vfs'] })).toBe('compute-10\ncompute-1\ncompute-2');
    expect(names({ 'sort-column': ['vfs'], 'sort-descending': true })).toBe('compute-1\ncompute-10\ncompute-2');
    expect(names({ 'sort-column': ['host name'] })).toBe('compute-1\ncompute-10\ncompute-2');
  });
});

describe('one thing', () => {
  it('is a table of its fields, objects as key and value', () => {
    expect(show()).toBe(
      [
        '+-----------+---------------------+',
        '| Field     | Value               |',
        '+-----------+---------------------+',
        '| host_name | compute-1           |',
        "| versions  | qemu='8.2.2'        |",
        '| pfs       | 0000:3b:00.0 ens1f0 |',
        '| rack      | None                |',
        '+-----------+---------------------+',
        '',
      ].join('\n'),
    );
  });

  it('is one object for programs, with every field in it', () => {
    const whole = {
      host_name: 'compute-1',
      versions: { qemu: '8.2.2', libvirt: null },
      pfs: [{ address: '0000:3b:00.0' }],
      rack: null,
    };

    expect(JSON.parse(show({ output: 'json' }))).toEqual(whole);
    expect(parse(show({ output: 'yaml' }))).toEqual(whole);
  });

  it('is a value a line', () => {
    expect(show({ output: 'value', column: ['rack', 'host_name'] })).toBe('None\ncompute-1\n');
  });
});

describe('a table that has to be narrow', () => {
  const LONG: readonly Field[] = [{ name: 'why', value: 'the NIC is on the NUMA node of the guest and fast enough' }];
  const narrow = (args: Partial<OutputArguments>, env: NodeJS.ProcessEnv = {}) =>
    printed(args, (printer) => printer.show(LONG), env);

  it('breaks texts at spaces', () => {
    expect(narrow({ 'max-width': 40 })).toBe(
      [
        '+-------+------------------------------+',
        '| Field | Value                        |',
        '+-------+------------------------------+',
        '| why   | the NIC is on the NUMA node  |',
        '|       | of the guest and fast enough |',
        '+-------+------------------------------+',
        '',
      ].join('\n'),
    );
  });

  it('takes its width from CLIFF_MAX_TERM_WIDTH too, and from the terminal where that is asked for', () => {
    const forty = narrow({ 'max-width': 40 });

    expect(narrow({}, { CLIFF_MAX_TERM_WIDTH: '40' })).toBe(forty);
    expect(narrow({ 'max-width': 0 }, { CLIFF_MAX_TERM_WIDTH: '40' })).not.toBe(forty);
    expect(
      Math.max(
        ...narrow({ 'fit-width': true })
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(80);
  });
});

describe('what a terminal would obey', () => {
  const EVIL = 'red\u001b[31m \u202egnp\u0085\u0000\r\n| forged | row |';
  const evil = (args: Partial<OutputArguments>) =>
    printed(args, (printer) => printer.show([{ name: 'name', value: EVIL }]));
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  it.each(['table', 'json', 'yaml', 'value'] as const)('is written out in %s', (output) => {
    expect(evil({ output })).not.toMatch(OBEYED);
    expect(evil({ output })).toMatch(/red\\(u001b|e)\[31m/);
  });

  it('is what it was to whoever reads JSON or YAML', () => {
    expect(JSON.parse(evil({ output: 'json' }))).toEqual({ name: EVIL });
    expect(parse(evil({ output: 'yaml' }))).toEqual({ name: EVIL });
  });

  it('cannot make a line of a table or of values look like two', () => {
    expect(evil({ output: 'value' }).split('\n')).toHaveLength(2);
    expect(
      evil({ output: 'table' })
        .split('\n')
        .every((line) => line === '' || /^[|+].*[|+]$/.test(line)),
    ).toBe(true);
  });

  it('does not move frames: wide characters take two columns', () => {
    const lines = printed({}, (printer) => printer.show([{ name: 'name', value: '計算ノード' }])).split('\n');

    expect(lines[3]).toBe('| name  | 計算ノード |');
    expect(lines[0]).toBe('+-------+------------+');
  });
});
