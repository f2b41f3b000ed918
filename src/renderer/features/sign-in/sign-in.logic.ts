/** The head of the sign-in page. */
export function welcome(organisationName: string): string {
  return organisationName === '' ? 'Welcome to Parley' : `Welcome to Parley at ${organisationName}`;
}

/** Says until when the browser's sign-in is waited for, in the person's own clock. */
export function waitsUntil(deadline: number): string {
  const time = new Date(deadline).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return `Parley waits for you until ${time}.`;
}
