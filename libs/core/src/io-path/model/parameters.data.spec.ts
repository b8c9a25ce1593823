import { MODEL_VERSION, PARAMETERS } from './parameters.data';

const all = Object.entries(PARAMETERS);

describe('the parameters of the performance model', () => {
  it('carry a version of year, month and patch', () => {
    expect(MODEL_VERSION).toMatch(/^\d{4}\.\d{2}\.\d+$/);
  });

  it.each(all)('%s is a positive number with a spread and a unit', (_name, parameter) => {
    expect(parameter.default).toBeGreaterThan(0);
    expect(parameter.sdLn).toBeGreaterThan(0);
    expect(parameter.unit).not.toBe('');
  });

  it.each(all)('%s names measurements by their id, each once', (_name, { evidence }) => {
    expect(evidence.filter((id) => !/^M\d{3}$/.test(id))).toEqual([]);
    expect(new Set(evidence).size).toBe(evidence.length);
  });

  it.each(all)('%s is marked thin if no measurement stands behind it', (_name, parameter) => {
    expect(parameter.thin || parameter.evidence.length > 0).toBe(true);
  });
});
