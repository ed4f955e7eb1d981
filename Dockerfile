# Two stages: what is needed to build stays behind. Nothing is fetched when the container runs: the embedded engine needs
# no model, and the tokenizer's ranks come with a package.
FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY prompts prompts
COPY service service
COPY eval eval
RUN pip install --no-cache-dir --no-deps . && python -m compileall -q /opt/venv/lib

# Runs with a read-only root: docker run --read-only --tmpfs /tmp --volume tiyao:/data --publish 8000:8000 tiyao
FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home tiyao && install --directory --owner=10001 --mode=700 /data
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 TIYAO_DATA_FOLDER=/data TIYAO_HOST=0.0.0.0 TIYAO_PORT=8000
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"TIYAO_PORT\"]}/healthz', timeout=2)"]
CMD ["tiyao", "serve"]
