/** Shells that completion is written for. */
export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

/** Names of columns have spaces: one candidate a line, and quoted as it is inserted. */
const BASH = `# bash: eval "$(iopath completion bash)", or this into /etc/bash_completion.d/iopath
_iopath() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ -n "$candidate" ]] && COMPREPLY+=("$(printf '%q' "$candidate")")
  done < <(iopath --complete "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
}
complete -o default -F _iopath iopath
`;

const ZSH = `#compdef iopath
# zsh: eval "$(iopath completion zsh)", or this as _iopath into a folder of $fpath
_iopath() {
  local -a candidates
  candidates=("\${(@f)$(iopath --complete "\${(@)words[1,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( \${#candidates} )); then compadd -- "\${candidates[@]}"; else _files; fi
}
if [ "$funcstack[1]" = "_iopath" ]; then _iopath "$@"; else compdef _iopath iopath; fi
`;

export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH };
