/** The context of a text: read by people, JSON, or HTML and XML. Escapes keep its meaning in each. */
export type TextForm = 'text' | 'markup';

/** GitHub's commands: at the start of a line, after blanks and colours. */
const AT_START = /(^|[\n\r\v\f\u0085\u2028\u2029])((?:[\s\ufeff]|\u001b\[[\d;]*[A-Za-z])*):(?=:)/g;
/**
 * Commands of GitHub's older runners, Azure Pipelines and TeamCity, such as `##[error]`, `##vso[task...]`,
 * `##teamcity[...]`: anywhere.
 */
const ANYWHERE = /#(?=#[\w.-]{0,40}\[)/g;
/** Section markers of GitLab and Travis CI. */
const SECTION = /s(?=ection_(?:start|end):)|t(?=ravis_(?:fold|time):)/g;

/**
 * A text in which no CI system finds a command to its runner: in each, one character is written as an escape, `\u003a`
 * or `&#58;`. In JSON that is the same text.
 */
export function disarm(text: string, form: TextForm = 'text'): string {
  const escaped = (character: string): string => {
    const code = character.charCodeAt(0);
    return form === 'markup' ? `&#${code};` : `\\u${code.toString(16).padStart(4, '0')}`;
  };
  return text
    .replace(AT_START, (_, line: string, blanks: string) => `${line}${blanks}${escaped(':')}`)
    .replace(ANYWHERE, escaped)
    .replace(SECTION, escaped);
}
