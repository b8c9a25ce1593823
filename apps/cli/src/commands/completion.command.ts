import { defineCommand } from '../command';
import { COMPLETION_SCRIPTS, SHELLS } from '../completion/scripts';
import { EXIT } from '../exit-codes';

export const completion = defineCommand({
  usage: 'completion <shell>',
  describe: 'Print a script that lets a shell complete commands, columns and hosts',
  examples: [
    ['eval "$($0 completion bash)"', 'for this shell'],
    ['$0 completion zsh > ~/.zfunc/_iopath', 'for good'],
  ],
  positionals: { shell: { choices: SHELLS, demandOption: true, describe: 'The shell' } },
  options: {},
  output: null,
  columns: [],
  run: ({ shell }, { surroundings }) => {
    surroundings.stdout.write(COMPLETION_SCRIPTS[shell]);
    return Promise.resolve(EXIT.done);
  },
});
