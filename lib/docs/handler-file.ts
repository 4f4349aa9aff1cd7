/** Where the code of a route is: its handler's name in kebab-case, under the folder of its function. */
export const handlerFile = (fn: string, name: string): string =>
  `functions/${fn}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
