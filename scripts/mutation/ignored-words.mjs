// A plug-in for Stryker: the values in an error's sentence and the lines of the log decide nothing, so they stay as
// they are.

const words = {
  /** @param {{ node: any, parent?: any }} path of Babel */
  shouldIgnore({ node, parent }) {
    const isErrorDetail =
      parent?.type === 'NewExpression' && parent.callee.name === 'AppError' && parent.arguments[1] === node;
    if (isErrorDetail) return 'the values in the sentence of an error';
    const callee = node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? node.callee : null;
    const owner = callee?.object.name ?? callee?.object.property?.name;
    const isLogLine = owner === 'log' && ['info', 'warn', 'error'].includes(callee?.property.name);
    return isLogLine ? 'a line of the log' : undefined;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'words', value: words }];
