/** The same messages in another language: one that is missing or unknown does not compile. */
export type Translation<English> = { readonly [Id in keyof English]: string }
