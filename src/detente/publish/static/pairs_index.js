// Sort a table by a click on a column's button: numbers by value, words by the alphabet, empty cells always last.
document.documentElement.classList.add('sorts');
for (const table of document.querySelectorAll('table.sortable')) {
  const buttons = [...table.querySelectorAll('thead th button')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const head = button.closest('th');
      const column = [...head.parentNode.children].indexOf(head);
      const descending = head.getAttribute('aria-sort') === 'ascending';
      for (const other of buttons) other.closest('th').removeAttribute('aria-sort');
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      const rows = [...body.rows];
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
      rows.sort((one, other) => {
        const [a, b] = [key(one), key(other)];
        if (a === '' || b === '') return (a === '') - (b === '');
        const numbers = !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
        const order = numbers ? Number(a) - Number(b) : a.localeCompare(b, 'en');
        return descending ? -order : order;
      });
      body.append(...rows);
    });
  }
}
