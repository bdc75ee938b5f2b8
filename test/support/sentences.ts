/** Finds texts for people that stand in code instead of in `src/shared/text`, by reading the code as the compiler does. */
import { parseAst } from 'vite';

export interface FoundText {
  readonly line: number;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Attributes of elements, and members of objects, whose values are read or heard. */
const isRead = (name: string): boolean =>
  /^(aria-(label|description|roledescription|placeholder|valuetext)|alt|label|sublabel|title|placeholder|textValue|text|help|description|note|term|action|confirm|cancel|consequence|message|detail|buttons|toolTip)$/.test(
    name,
  );

/** What looks like a text and is none: a name, or an example of what a machine reads. */
const noText = new Set(['Sightglass', '-----BEGIN PRIVATE KEY-----', 'department', 'groups']);

const hasWord = (text: string): boolean =>
  /\p{L}{2}/u.test(text) && !noText.has(text.trim()) && !/^\w+:\/\//.test(text);
const isSentence = (text: string): boolean => hasWord(text) && /^\W*\p{Lu}.*\p{L}[,.:;]? +\p{L}/su.test(text);
const hasWords = (text: string): boolean =>
  hasWord(text) && /\p{L}[,.:;]? +\p{L}|\p{L} *$/u.test(text) && text.includes(' ');

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));

const nameOf = (node: unknown): string => {
  if (!isNode(node)) return '';
  const { name, value } = node;
  return typeof name === 'string' ? name : typeof value === 'string' ? value : '';
};

/** The literal text of a node; undefined for any other node. */
function literalOf(node: Node): string | undefined {
  if (node.type === 'Literal' || node.type === 'JSXText')
    return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateElement') return (node.value as { cooked: string }).cooked;
  return undefined;
}

/** Nodes that only choose or join: what is in them is what they are. */
const transparent = new Set([
  'ArrayExpression',
  'BinaryExpression',
  'ConditionalExpression',
  'JSXExpressionContainer',
  'JSXFragment',
  'LogicalExpression',
  'ParenthesizedExpression',
  'TemplateLiteral',
  'TSAsExpression',
  'TSSatisfiesExpression',
]);

/** The literals of which a value is made, without what it is compared with or calls. */
function literalsOf(node: Node): Node[] {
  if (literalOf(node) !== undefined) return [node];
  if (!transparent.has(node.type)) return [];
  if (node.type === 'BinaryExpression' && node.operator !== '+') return [];
  return childrenOf(node)
    .filter((child) => !(node.type === 'ConditionalExpression' && child === node.test))
    .flatMap(literalsOf);
}

type Rule = (node: Node, found: (candidates: Node[], isText: (text: string) => boolean) => void) => void;

/** What errors are given: codes and values. */
export const inErrors: Rule = (node, found) => {
  if (node.type !== 'NewExpression' || nameOf(node.callee) !== 'AppError') return;
  const [, values] = node.arguments as Node[];
  if (!values) return;
  if (values.type !== 'ObjectExpression') return found(literalsOf(values), hasWord);
  for (const member of values.properties as Node[]) if (isNode(member.value)) found(literalsOf(member.value), hasWords);
};

/** Members of objects that are read, such as the label of a menu item or the message of a dialog. */
export const inTemplates: Rule = (node, found) => {
  // An `action` is a text where it is an attribute; as a member it tells Electron what to do.
  const name = nameOf(node.key);
  if (node.type === 'Property' && name !== 'action' && isRead(name) && isNode(node.value))
    found(literalsOf(node.value), hasWord);
};

/** What the interface shows or says. */
export const inInterface: Rule = (node, found) => {
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    found((node.children as Node[]).flatMap(literalsOf), hasWord);
  } else if (node.type === 'JSXAttribute' && isRead(nameOf(node.name)) && isNode(node.value)) {
    found(literalsOf(node.value), hasWord);
  } else if (node.type === 'CallExpression' && /^(announce|push)$/.test(nameOf(node.callee))) {
    found((node.arguments as Node[]).flatMap(literalsOf), hasWord);
  } else {
    inTemplates(node, found);
    found(literalOf(node) === undefined ? [] : [node], isSentence);
  }
};

/** Messages for developers, in errors that no code of ours catches. */
const isForDevelopers = (node: Node): boolean => node.type === 'NewExpression' && nameOf(node.callee) === 'Error';

/** Every text that the rules find in a piece of TypeScript, with or without elements. */
export function textsIn(code: string, rules: readonly Rule[], lang: 'ts' | 'tsx' = 'tsx'): FoundText[] {
  const places = new Map<number, FoundText>();
  const visit = (node: Node): void => {
    if (isForDevelopers(node)) return;
    for (const rule of rules) {
      rule(node, (candidates, isText) => {
        for (const candidate of candidates) {
          const text = (literalOf(candidate) ?? '').trim();
          if (isText(text))
            places.set(candidate.start, { line: code.slice(0, candidate.start).split('\n').length, text });
        }
      });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseAst(code, { lang }) as unknown as Node);
  return [...places.values()].sort((one, other) => one.line - other.line);
}
