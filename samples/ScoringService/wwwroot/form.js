// A form for a model's input schema, and the row that was filled in.

/** Fills an element with one control for each field. */
export function showForm(place, fields) {
  place.replaceChildren(...fields.map((field, i) => {
    const control = Object.assign(controlFor(field), { id: `field-${i}`, name: field.name });
    control.setAttribute('aria-describedby', `error-${i}`);
    const label = Object.assign(document.createElement('label'), { htmlFor: control.id, textContent: field.name.replaceAll('_', ' ') });
    const error = Object.assign(document.createElement('span'), { id: `error-${i}`, className: 'error', hidden: true });
    const whole = Object.assign(document.createElement('div'), { className: control.localName === 'textarea' ? 'field wide' : 'field' });
    whole.append(label, control, error);
    return whole;
  }));
}

/** Puts a row's values into the controls. */
export function fill(form, fields, row) {
  for (const field of fields) {
    const value = row[field.name];
    form.elements[field.name].value = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  }
}

/** The row as the service reads it. What does not fit is sent as it is: the service says what is wrong. */
export function rowOf(form, fields) {
  return Object.fromEntries(fields.map(field => {
    const text = form.elements[field.name].value;
    const isArray = field.type.size !== null;
    return [field.name, isArray ? text.split(/[,;\s]+/).filter(part => part).map(part => value(field, part)) : value(field, text)];
  }));
}

/** Shows what is wrong beside each control; returns what has no control. */
export function showErrors(form, fields, errors) {
  for (const field of fields) {
    const control = form.elements[field.name], text = errors[field.name]?.join(' ');
    control.setAttribute('aria-invalid', text !== undefined);
    control.nextElementSibling.textContent = text ?? '';
    control.nextElementSibling.hidden = text === undefined;
  }
  return Object.entries(errors).filter(([name]) => !fields.some(field => field.name === name)).map(([name, texts]) => `${name} ${texts.join(' ')}`.trim());
}

function controlFor(field) {
  if (field.type.size !== null) return document.createElement('textarea');
  const choices = field.type.kind === 'boolean' ? ['true', 'false'] : field.choices;
  if (choices) {
    const select = document.createElement('select');
    select.append(...choices.map(choice => new Option(choice, choice)));
    return select;
  }
  const input = document.createElement('input');
  input.type = 'text';
  if (field.type.kind !== 'string') input.inputMode = 'decimal';
  input.autocomplete = 'off';
  return input;
}

function value(field, text) {
  if (field.type.kind === 'string') return text;
  if (field.type.kind === 'boolean') return text === 'true';
  if (text.trim() === '') return null;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
