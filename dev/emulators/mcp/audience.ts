/** The audience of the demo tenant's tools. */
export const toolsAudience = 'api://contoso-tools';
