/** A window so low (zoomed in, or beside others) that everything around the conversation has to give way to it. */
export const shortWindowQuery = '(max-height: 400px)';

/** The same as a condition of styles. */
export const shortWindow = '@media (max-height: 400px)';
