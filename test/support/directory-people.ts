// Who is in a test's directory: the same people, whatever the server.

export interface DirectoryPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  /** What the helpdesk calls `customerid`. */
  readonly department: string;
  readonly phone: string;
}

export const DIRECTORY_PASSWORD = "Initial-Passw0rd!";

/** `ada` is in the helpdesk's group, `grace` in one within it, `alan` in none. */
export const NAMED_PEOPLE = {
  ada: person("ada", "Ada", "Lovelace", 1),
  grace: person("grace", "Grace", "Hopper", 2),
  alan: person("alan", "Alan", "Turing", 3),
} as const satisfies Readonly<Record<string, DirectoryPerson>>;

/** People in any number, `person.000001` onwards. */
export function* generatedPeople(count: number): Generator<DirectoryPerson> {
  for (let index = 1; index <= count; index++) {
    const number = String(index).padStart(6, "0");
    yield person(`person.${number}`, "Ann", `Number ${number}`, index);
  }
}

function person(username: string, firstName: string, lastName: string, index: number): DirectoryPerson {
  const mail = `${username}@desk.example`;
  const phone = `+49 30 ${100_000 + index}`;
  return { username, firstName, lastName, mail, department: `c-${index % 10}`, phone };
}
