-- Opens one file in headless Neovim with our server attached, waits until what it publishes has stood still, and writes that as JSON.
-- Environment: SERVER_COMMAND (JSON array), FOLDER, FILE, RESULT.
local command = vim.json.decode(vim.env.SERVER_COMMAND)
local published = {}
local last = nil

local client = vim.lsp.start_client({
  cmd = command,
  root_dir = vim.env.FOLDER,
  workspace_folders = { { uri = vim.uri_from_fname(vim.env.FOLDER), name = "folder" } },
  handlers = {
    ["textDocument/publishDiagnostics"] = function(err, result, context, config)
      published[result.uri] = result.diagnostics
      last = vim.loop.now()
      return vim.lsp.handlers["textDocument/publishDiagnostics"](err, result, context, config)
    end,
  },
})

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.FILE))
vim.bo.filetype = "yaml"
vim.lsp.buf_attach_client(0, client)
local stood_still = vim.wait(20000, function()
  return last ~= nil and vim.loop.now() - last > 1500
end, 50)

local file = assert(io.open(vim.env.RESULT, "w"))
file:write(vim.json.encode({
  stoodStill = stood_still,
  published = next(published) and published or vim.empty_dict(),
  shown = #vim.diagnostic.get(0),
}))
file:close()
vim.lsp.stop_client(client, true)
vim.cmd("qall!")
