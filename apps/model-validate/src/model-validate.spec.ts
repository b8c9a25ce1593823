import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NotATableError, readTable } from '@iopath/benchmarks';
import { checkOrderings, fitTable, leaveGroupOut, SHIPPED_MODEL, validateModel } from '@iopath/core';
import { readCommandLine } from './command-line';
import { reportJson } from './report-json';
import { fitText, reportText } from './report-text';

const read = (file: string) => readTable(readFileSync(path.resolve(__dirname, '../../..', file), 'utf8'));
const EXAMPLE = 'examples/measurements/example.csv';
const BROKEN = 'apps/model-validate/fixtures/broken-rows.csv';

describe('a table of measurements', () => {
  it('is read row by row, and what cannot be read is skipped with its reason', () => {
    const { validated, skipped } = validateModel(SHIPPED_MODEL, read(BROKEN));

    expect(validated.map(({ row }) => row.id)).toEqual(['B01']);
    expect(Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]))).toEqual({
      B01: 'its id is there already',
      B02: 'value is not a number from 0: "fast"',
      B03: 'value is not a number from 0: "-3"',
      B04: 'queues is not a count: "1.5"',
      B05: 'numa is not one the model knows: "upstairs"',
      B06: 'path "carrier-pigeon" is not one the model has',
      B07: 'topology "moon" is not one the model has',
      B08: '"colour" is not something the model predicts',
      B09: 'unit "furlongs" of throughput is not one the model has',
      B10: 'kind "claim" is no measurement to judge a model by',
      B11: 'value must be above 0: ""',
    });
  });

  it.each([
    ['', 'no rows'],
    ['id,path\nM1,native\n', 'lacks the columns year'],
    ['id,"path\n', 'not CSV'],
  ])('is refused when it is none: %j', (csv, reason) => {
    expect(() => readTable(csv)).toThrow(NotATableError);
    expect(() => readTable(csv)).toThrow(reason);
  });
});

describe('npm run model:validate', () => {
  it('writes one JSON document with errors as shares', () => {
    const table = read(EXAMPLE);
    const report = reportJson(validateModel(SHIPPED_MODEL, table), checkOrderings(SHIPPED_MODEL), null);

    expect(report).toMatchObject({ rows: 6, predicted: 5, skipped: [{ id: 'X06' }] });
    expect(Object.keys(report)).toEqual([
      'rows',
      'predicted',
      'skipped',
      'fraction',
      'value',
      'interval_coverage',
      'by_path',
      'by_metric',
      'orderings',
    ]);
    expect(report.fraction.rows).toBe(4);
    expect(report.fraction.median_abs_error).toBeLessThan(0.35);
    expect(Object.keys(report.by_path)).toEqual(['native', 'vhost-net', 'vhost-user', 'virtio-blk-iothread']);
    expect(report.orderings.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, i) => String(i + 1)));
  });

  it('adds what becomes of each test bed without its own rows only when asked for it', () => {
    const table = read(EXAMPLE);
    const leftOut = leaveGroupOut(table);

    expect(reportJson(validateModel(SHIPPED_MODEL, table), [], leftOut).leave_group_out).toMatchObject({
      groups: 1,
      fraction: { rows: 4 },
    });
  });

  it('tells people the sums, the worst rows, every reason and every ordering', () => {
    const table = read(EXAMPLE);
    const text = reportText(validateModel(SHIPPED_MODEL, table), checkOrderings(SHIPPED_MODEL), leaveGroupOut(table));

    expect(text).toContain('6 rows, 5 predicted, 1 skipped.');
    expect(text).toContain('"disk_latency_max" is not something the model predicts');
    expect(text).toMatch(/^worst .*path/m);
    expect(text).toMatch(/^ordering 15 holds$/m);
    expect(text).toContain('of 1 test beds left out');
  });

  it('shows prior, data and posterior of each parameter side by side', () => {
    const text = fitText(fitTable(read(EXAMPLE)).parameters, (name) => SHIPPED_MODEL.parameters[name].default);

    expect(text).toMatch(/^parameter +prior +sd +rows +posterior +sd +shipped/);
    expect(text).toMatch(/^vhost_net\.adder_us +35 +0\.30 +1 /m);
  });

  it('reads its options, and refuses what it does not know', () => {
    expect(readCommandLine([])).toMatchObject({ measurements: null, json: false, leaveGroupOut: false });
    expect(readCommandLine(['--measurements', 'a.csv', '--json', '--leave-group-out', '--fit'])).toMatchObject({
      measurements: 'a.csv',
      json: true,
      leaveGroupOut: true,
      fit: true,
    });
    expect(() => readCommandLine(['--guess'])).toThrow('--guess');
  });
});
