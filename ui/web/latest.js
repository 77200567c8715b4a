// Stands before scripts whose component has events of which the one that was asked for last counts.
//
// subtle: of those asked for while one is under way, gradio sends the first again in place of the last.
// As all have one object, what is sent is what the last one wants.
function latest(name) {
  const wanted = {};
  return (values) => trigger(name, Object.assign(wanted, values));
}

