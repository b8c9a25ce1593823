import { CORPUS } from '.';
import { coreAnswer, expectedAnswer } from './core-answer';

/** The same scenarios are put to Nova's own code by `npm run test:nova`. */
describe('the corpus', () => {
  it('has its scenarios under names of their own', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(150);
    expect(new Set(CORPUS.map((scenario) => `${scenario.kind} ${scenario.name}`)).size).toBe(CORPUS.length);
  });

  it.each(CORPUS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    expect(coreAnswer(scenario)).toEqual(expectedAnswer(scenario));
  });
});
